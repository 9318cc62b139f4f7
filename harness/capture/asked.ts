// Which questions for a neighbour's MAC address a ping caused: those that a node which has its packet asks, about the next hop.

import { isForAll } from "./dissect/ethernet.ts";
import type { Dissected } from "./dissect/index.ts";
import type { Hop } from "./hop.ts";
import { hopsOf } from "./story.ts";
import { placeOf, type Topology } from "./topology.ts";

/** The address that the node asks the MAC address of, to send something on: `came` is where it came from, and by which link. */
export type NextHop = (node: string, address: string, came?: { from: string; ifname: string }) => string | undefined;

/** Who sends the ping, from when on, and where to. */
type Asker = { from: string; address: string; begin: bigint };

/** A node that has a packet of the ping: since when, and whom it may have to ask for. */
type Holder = { since: bigint; wanted: Set<string> };

/** The questions that the ping's packets caused, and their answers; also with a tunnel's header around them. */
export function askedFor(
  packets: readonly Hop[],
  marked: ReadonlySet<Hop>,
  asker: Asker,
  topology: Topology,
  nextHop: NextHop,
): Set<Hop> {
  const own = new Set<Hop>();
  const asked = new Set<string>();
  for (let known = -1; known < own.size; ) {
    known = own.size; // a question in a tunnel is a packet that asks for the tunnel's other end
    const holders = holdersOf([...marked, ...own], asker, topology, nextHop);
    for (const packet of packets) {
      const question = questionOf(packet.frame);
      if (question && isCaused(packet, question, holders)) asked.add(question);
      if (isAnyOf(packet.frame, asked)) own.add(packet);
    }
  }
  return own;
}

/** A packet for a neighbour that is known already is sent at once; the kernel makes sure of it later, with a frame for it alone: arp(7). */
function isCaused({ node, direction, frame, time }: Hop, question: string, holders: Map<string, Holder>): boolean {
  const holder = holders.get(node);
  const about = question.split(" ")[1]!;
  return direction === "out" && isForAll(frame.eth.dst) && !!holder && holder.since <= time && holder.wanted.has(about);
}

/** "asker asked": what is asked by the one for the other; the answer to it has the same. */
export function questionOf({ arp, icmp6, ip }: Dissected): string | undefined {
  if (arp) return arp.op === "request" ? `${arp.senderIp} ${arp.targetIp}` : undefined;
  return icmp6?.name === "neighbor solicitation" && ip ? `${ip.src} ${icmp6.target}` : undefined;
}

export function answerOf({ arp, icmp6, ip }: Dissected): string | undefined {
  if (arp) return arp.op === "reply" ? `${arp.targetIp} ${arp.senderIp}` : undefined;
  return icmp6?.name === "neighbor advertisement" && ip ? `${ip.dst} ${icmp6.target}` : undefined;
}

export const isAboutNeighbours = (frame: Dissected): boolean => Boolean(questionOf(frame) ?? answerOf(frame));

function isAnyOf(frame: Dissected, asked: ReadonlySet<string>): boolean {
  const about = questionOf(frame) ?? answerOf(frame);
  if (about) return asked.has(about);
  return frame.vxlan ? isAnyOf(frame.vxlan.inner, asked) : false;
}

function holdersOf(
  own: readonly Hop[],
  { from, address, begin }: Asker,
  { bridges, remotes }: Topology,
  nextHop: NextHop,
): Map<string, Holder> {
  const holders = new Map<string, Holder>();
  const add = (node: string, since: bigint, ...targets: (string | undefined)[]) => {
    const holder = holders.get(node) ?? { since, wanted: new Set() };
    holders.set(node, holder);
    for (const target of targets) if (target !== undefined) holder.wanted.add(target);
  };
  add(from, begin, nextHop(from, address));
  for (const hop of own.flatMap(hopsOf).toSorted((one, other) => Number(one.time - other.time))) {
    const { node, ifname, direction, cast, time, frame } = hop;
    const { ip } = frame;
    if (direction === "out") {
      const remote = remotes.get(placeOf(hop));
      if (holders.has(node) || remote) add(node, time, ip && nextHop(node, ip.dst), remote && nextHop(node, remote));
    } else if (ip && cast !== "otherhost" && !bridges.has(placeOf(hop)))
      add(node, time, nextHop(node, ip.dst, { from: ip.src, ifname }), nextHop(node, ip.src));
  }
  return holders;
}
