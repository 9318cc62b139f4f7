// "Who has this address?", asked by a node, and who on the wire heard the question and the answers. RFC 826.

import type { Fact } from "../kernel/facts.ts";
import { addressBytes } from "../kernel/inet.ts";
import type { KernelNode } from "../kernel/node.ts";
import { chill } from "./cold.ts";
import { cables, type Field, type Spot } from "./field.ts";
import { openSender, sendFrames } from "./frame.ts";
import { openPinging } from "./ping.ts";
import { until } from "./socket.ts";
import { openTaps, type Taps } from "./tap.ts";

export type WhoHas = {
  /** The nodes that a request of the node's own kernel came in at. */
  request: string[];
  /** The nodes that an answer came in at. */
  reply: string[];
  /** The MAC addresses that say they have it. */
  answers: string[];
};

const ETH_P_ARP = 0x0806; // linux/if_ether.h
const patience = 1300; // ms: longer than after which the kernel asks again (arp(7), retrans_time)
const atOnce = 200; // ms in which the kernel asks, if it asks at all
const quiet = 20; // ms after the answer in which the others' copies come in

/**
 * Makes the node's own kernel ask who has `target`, by sending something there from cold tables, until an answer comes or
 * the patience is over; then waits for those that come later. Whom somebody told by hand who has it, that kernel would not
 * ask: it is made to ask for an address that nobody has, and the question for `target` is put on the wire in its place.
 */
export function whoHas(
  field: Field,
  spot: Spot,
  target: string,
  listeners: readonly KernelNode[],
): Promise<Fact<WhoHas>> {
  const { node, ifname } = spot;
  const to = field.spots().find(({ address }) => address === target)?.node ?? node;
  return field.turn(
    cables,
    async () => {
      const late = field.lateness();
      const isTold = node
        .neighbours(ifname)
        .value.some(({ dst, state }) => dst === target && state.includes("PERMANENT"));
      const asked = isTold ? nobodys(field, spot) : target;
      const cold = chill(field, { from: node, to, address: asked });
      const taps = openTaps([node, ...listeners]);
      const pinging = openPinging(node, node, asked);
      try {
        pinging.send();
        if (isTold) ask(spot, target);
        const isAsked = () => heard(taps, spot, asked, target).isAsked;
        const isAnswered = () => heard(taps, spot, asked, target).reply.includes(node.name);
        if (await until(isAsked, taps.sockets, atOnce)) await until(isAnswered, taps.sockets, patience);
        if (isAnswered()) await Bun.sleep(Math.max(quiet, late));
        const { request: first } = heard(taps, spot, asked, target);
        const request = isAnswered() ? await heardAgain(taps, spot, target, first) : first;
        const { reply, answers } = heard(taps, spot, asked, target);
        const value: WhoHas = { request, reply, answers };
        if (taps.lost()) throw new Error("Cannot tell who heard the ARP request: the capture lost frames");
        return node.fact(value, `arping -c 1 -I ${ifname} ${target}`);
      } finally {
        pinging.close();
        taps.close();
        cold.giveBack();
      }
    },
    `who-has ${node.inode} ${ifname} ${target}`,
  );
}

/** Which of them hear the question once more: a bridge that knows by now who has it may answer itself, and pass it on to nobody (neigh_suppress). */
async function heardAgain(taps: Taps, spot: Spot, target: string, first: string[]): Promise<string[]> {
  const before = taps.heard().length;
  const again = () => {
    const since = taps.heard().slice(before);
    return first.filter((name) =>
      since.some(
        ({ node, direction, frame: { arp } }) =>
          node.name === name && direction === "in" && arp?.op === "request" && arp.senderMac === spot.mac,
      ),
    );
  };
  ask(spot, target);
  await until(() => again().length === first.length, taps.sockets, atOnce);
  return again();
}

function heard(taps: Taps, { node, mac, ifname }: Spot, asked: string, target: string): WhoHas & { isAsked: boolean } {
  const [request, reply, answers] = [new Set<string>(), new Set<string>(), new Set<string>()];
  let isAsked = false;
  for (const { node: at, ifname: link, direction, frame } of taps.heard()) {
    const { arp } = frame;
    if (arp?.op === "request" && arp.targetIp === asked && arp.senderMac === mac) {
      if (direction === "in" && at !== node) request.add(at.name);
      if (direction === "out" && at === node && link === ifname) isAsked = true;
    }
    if (arp?.op !== "reply" || arp.senderIp !== target || direction === "out") continue;
    // a kernel asks again by itself, some seconds after it learnt (arp(7), delay_first_probe_time): such an answer is another's
    if (at !== node && arp.targetMac !== mac) continue;
    reply.add(at.name);
    answers.add(arp.senderMac);
  }
  return { request: [...request].sort(), reply: [...reply].sort(), answers: [...answers].sort(), isAsked };
}

/** An address on the spot's link that is nobody's: one at the upper end of its subnet. */
function nobodys(field: Field, { node, ifname, address }: Spot): string {
  const own = node.addresses(ifname).value.find(({ local }) => local === address);
  const size = 2 ** (32 - (own?.prefixlen ?? 32));
  const number = addressBytes(address).readUInt32BE(0);
  const last = number - (number % size) + size - 2; // before the broadcast address
  for (let candidate = last; candidate > last - size + 2; candidate--) {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(candidate);
    const text = bytes.join(".");
    const isKnown = node.neighbours(ifname).value.some(({ dst }) => dst === text);
    if (!isKnown && !field.spots().some((spot) => spot.address === text)) return text;
  }
  throw new Error(`Cannot find a free address on the link "${ifname}" of the node "${node.name}"`);
}

/** Broadcasts ARP requests from the spot, as its kernel would. Nothing changes but what every request changes: who gets it learns the sender. */
export const ask = (spot: Spot, ...targets: string[]): void => sendFrames(spot, ETH_P_ARP, requests(spot, targets));

/** The same for who asks several times. The caller closes it. */
export function openAsker(spot: Spot) {
  const { send, close } = openSender(spot);
  return { ask: (...targets: string[]) => send(ETH_P_ARP, requests(spot, targets)), close };
}

const requests = (spot: Spot, targets: readonly string[]): Buffer[] => targets.map((target) => request(spot, target));

/** Ethernet header, then RFC 826's packet for Ethernet (1) and IPv4 (0x0800), 6 and 4 bytes an address, request (1). */
function request({ mac, address }: Spot, target: string): Buffer {
  const own = Buffer.from((mac ?? "").replaceAll(":", ""), "hex");
  return Buffer.concat([
    Buffer.alloc(6, 0xff),
    own,
    Buffer.from("08060001080006040001", "hex"),
    own,
    addressBytes(address),
    Buffer.alloc(6),
    addressBytes(target),
  ]);
}
