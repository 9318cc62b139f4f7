// The way of a packet: which nodes forwarded it, and whose address it bore in the end. Seen by listening on all of them, so no
// ICMP error has to get through a firewall (which is what traceroute needs), and what is lost has a way up to there.

import { constants } from "node:os";
import { lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_DGRAM, SOCK_STREAM } from "../kernel/within.ts";
import { chill, type Way } from "./cold.ts";
import { type Field, placeOf } from "./field.ts";
import { openPinging, type Sort } from "./ping.ts";
import { bind, closeAll, inetSocket, leaveNoTrace, nameOf, socketAddress, until } from "./socket.ts";
import { asTyped, namedSorts } from "./sorts.ts";
import { type Heard, openTaps } from "./tap.ts";

/** What a packet is of, and what tells it from others: the port that it is for, the one that it comes from, how a ping is sent. */
type Kind = { name: string; protocol: "ping" | "TCP" | "UDP"; port?: number; from?: number; sort?: Sort };

const nobodys = 32765; // a port that nobody has
const ping = { name: "ping", protocol: "ping" } as const;
const kindsOf = (protocol: "TCP" | "UDP", ports: readonly number[]): Kind[] =>
  ports.map((port) => ({ name: `${protocol} ${port}`, protocol, port }));

/** A ping, ports that rules are often for and one that nobody has; besides, what the world's own rules and routes name. */
function kinds(field: Field): Kind[] {
  const { ports, sourcePorts } = field.named();
  const usual = [ping, ...kindsOf("TCP", [80, nobodys]), ...kindsOf("UDP", [53, nobodys])];
  const known = new Set(usual.map(({ name }) => name));
  const named = [
    ...(["TCP", "UDP"] as const).flatMap((protocol) => [
      ...kindsOf(protocol, ports),
      ...sourcePorts.map((from) => ({ name: `${protocol} from ${from}`, protocol, port: nobodys, from })),
    ]),
    ...namedSorts(field).map((sort) => ({ ...ping, name: `ping${asTyped(sort)}`, sort })),
  ];
  return [...usual, ...named.filter(({ name }) => !known.has(name))];
}

/** A way, asked from an address of the sender's: without `source` the kernel chooses. */
export type Bound = Way & { source?: string };

export type Trail = {
  /** The nodes that forwarded it, in order. */
  hops: string[];
  /** The node that it came in at and that did not send it on: the one that it was for, or one that lost it. */
  last?: string;
  isThere: boolean;
  /** The source address that it was seen with last. */
  source?: string;
};

const { EINPROGRESS } = constants.errno;
const cold = 1500; // ms: longer than the second after which an unanswered ARP request is sent again (arp(7))

/** Sends one ping on the way, from cold tables. */
export function pathOf(field: Field, way: Way): Promise<Fact<Trail>> {
  const { from, to, address } = way;
  const key = `path ${from.inode} ${to.inode} ${address}`;
  const work = async () => {
    const made = chill(field, way);
    try {
      const [trail] = await follow(field, [{ ...way, kind: ping }], cold);
      return from.fact(trail!, `ping -c 1 ${address}`);
    } finally {
      made.giveBack();
    }
  };
  return field.turn(placeOf(from, to), work, key);
}

/** Sends packets of every kind on the ways, all at once, and gives their trails by kind; waits at most so many ms for those that do not arrive. */
export function trails(field: Field, ways: readonly Bound[], patience: number): Promise<Record<string, Trail>[]> {
  const all = kinds(field);
  const asked = ways.flatMap((way) => all.map((kind) => ({ ...way, kind })));
  const key = ways.map(({ from, to, address, source }) => `${from.inode} ${to.inode} ${address} ${source}`).join();
  const [first] = ways;
  if (!first) return Promise.resolve([]);
  const work = async () => {
    const found = await follow(field, asked, patience);
    const of = (at: number) => all.map(({ name }, n) => [name, found[at * all.length + n]!]);
    return ways.map((_, at): Record<string, Trail> => Object.fromEntries(of(at)));
  };
  return field.turn(placeOf(first.from, first.to), work, `trails ${key}`);
}

type Sent = Bound & { kind: Kind };
/** A packet that was sent: what tells it from others on a link, or how to find that out. */
type Packet = Sent & { mark?: string; port?: number; close(): void };
type Sighting = Heard & { isPassing: boolean; source: string };

async function follow(field: Field, sent: Sent[], patience: number): Promise<Trail[]> {
  const late = 2 * field.lateness(); // read before there are sockets of our own that listen
  const taps = openTaps(field.nodes);
  const packets: Packet[] = [];
  const seen = new Map<Packet, Sighting[]>();
  let read = 0;
  const look = () => {
    const all = taps.heard();
    for (const heard of all.slice(read)) if (heard.direction === "out") learnMark(packets, heard);
    for (const heard of all.slice(read)) {
      const mark = markOf(heard.bytes);
      const packet = mark && packets.find((one) => one.mark === mark);
      if (packet) seen.set(packet, [...(seen.get(packet) ?? []), sighting(field, heard)]);
    }
    read = all.length;
  };
  const isThere = (packet: Packet) =>
    seen.get(packet)?.some(({ node, direction }) => node.inode === packet.to.inode && direction === "in");
  try {
    for (const one of sent) packets.push(send(one));
    const areThere = () => {
      look();
      return packets.every((packet) => packet.mark === refused || isThere(packet));
    };
    await until(areThere, taps.sockets, patience + late);
    return packets.map((packet) => trailOf(packet, seen.get(packet) ?? []));
  } finally {
    for (const packet of packets) packet.close();
    taps.close();
  }
}

const refused = "refused";

function send(sent: Sent): Packet {
  const { from, address, source, kind } = sent;
  if (kind.protocol === "ping") {
    const nonce = crypto.getRandomValues(new Uint8Array(16));
    const pinging = openPinging(from, undefined, address, { source, nonce });
    pinging.send(kind.sort);
    const mark = pinging.flights[0]!.isRefused ? refused : Buffer.from(nonce).toString("hex");
    return { ...sent, mark, close: pinging.close };
  }
  const { protocol, port = nobodys } = kind;
  const socket = inetSocket(from.netns, protocol === "TCP" ? SOCK_STREAM : SOCK_DGRAM);
  const close = () => closeAll([socket]);
  const isBound = source !== undefined || kind.from !== undefined;
  if (isBound && bind(socket, source ?? "0.0.0.0", kind.from) !== 0) return { ...sent, mark: refused, close };
  const data = crypto.getRandomValues(new Uint8Array(16));
  // a TCP packet bears no data of ours yet: it is known by the number that it begins to count at
  if (protocol === "TCP") leaveNoTrace(socket);
  const begun = connect(socket, address, port);
  if (protocol === "TCP") return { ...sent, ...(begun ? { port: nameOf(socket).port } : { mark: refused }), close };
  const isSent = begun && write(socket, data);
  return { ...sent, mark: isSent ? Buffer.from(data).toString("hex") : refused, close };
}

/** A TCP packet as it leaves its node: there it still has the port that it was given. */
function learnMark(packets: Packet[], { node, bytes }: Heard): void {
  const at = headerOf(bytes);
  if (!at || bytes[at.protocol] !== IPPROTO_TCP) return;
  const port = bytes.readUInt16BE(at.payload);
  const packet = packets.find((one) => one.port === port && one.from === node && !one.mark);
  const mark = packet && markOf(bytes);
  if (mark) packet.mark = mark;
}

const ETHERTYPE_AT = 12; // linux/if_ether.h
const ETHERNET_BYTES = 14;
const [IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP] = [1, 6, 17]; // in(4)
const ECHO_REQUEST = 8; // RFC 792
const [FLAGS_AT, SYN, SYN_ACK] = [13, 0x02, 0x12]; // RFC 9293

/** Where an IPv4 packet, without a VLAN's tag, has its protocol and what it carries. RFC 791. */
function headerOf(bytes: Buffer): { protocol: number; payload: number } | undefined {
  if (bytes.length < ETHERNET_BYTES + 20 || bytes.readUInt16BE(ETHERTYPE_AT) !== 0x0800) return undefined;
  const payload = ETHERNET_BYTES + (bytes[ETHERNET_BYTES]! & 0x0f) * 4;
  return bytes.length < payload + 16 ? undefined : { protocol: ETHERNET_BYTES + 9, payload };
}

function markOf(bytes: Buffer): string | undefined {
  const at = headerOf(bytes);
  if (!at) return undefined;
  const { payload } = at;
  const data = () => bytes.subarray(payload + 8, payload + 24).toString("hex");
  switch (bytes[at.protocol]) {
    case IPPROTO_ICMP:
      return bytes[payload] === ECHO_REQUEST ? data() : undefined;
    case IPPROTO_UDP:
      return data();
    case IPPROTO_TCP:
      return (bytes[payload + FLAGS_AT]! & SYN_ACK) === SYN
        ? `begins at ${bytes.readUInt32BE(payload + 4)}`
        : undefined;
    default:
      return undefined;
  }
}

/** Does the link hand it to its node, or the node to it? A port gives frames to its bridge, and a switch floods those of others. */
function sighting(field: Field, heard: Heard): Sighting {
  const { node, ifindex, direction, frame } = heard;
  const link = field.linkAt(node, ifindex);
  const isForIt = direction === "out" || frame.eth.dst === link?.address;
  return {
    ...heard,
    isPassing: link !== undefined && link.master === undefined && isForIt,
    source: frame.ip?.src ?? "",
  };
}

/** From the sender on, each time to whom the frame went; a node forwarded it that sent it on. */
function trailOf({ from, to }: Way, seen: Sighting[]): Trail {
  const passing = seen.filter(({ isPassing }) => isPassing);
  const nextOut = (node: KernelNode, after: number) =>
    passing.findIndex((one, at) => at > after && one.node === node && one.direction === "out");
  const trail: Trail = { hops: [], isThere: false };
  for (let out = nextOut(from, -1); out >= 0 && trail.hops.length < passing.length; ) {
    const { node, frame, source } = passing[out]!;
    trail.source = source;
    const came = passing.findIndex(
      (one) =>
        one.direction === "in" &&
        one.node !== node &&
        one.frame.eth.src === frame.eth.src &&
        one.frame.eth.dst === frame.eth.dst,
    );
    const there = passing[came];
    if (!there) return trail;
    trail.source = there.source;
    const isThere = there.node.inode === to.inode;
    out = isThere ? -1 : nextOut(there.node, came);
    if (out < 0) return { ...trail, last: there.node.name, isThere };
    trail.hops.push(there.node.name);
  }
  return trail;
}

const connect = (socket: number, address: string, port: number): boolean => {
  const name = socketAddress(address, port);
  return libc().connect(socket, name, name.length) === 0 || lastErrno() === EINPROGRESS;
};

const write = (socket: number, data: Uint8Array): boolean =>
  libc().sendto(socket, data, data.length, 0, null, 0) === data.length;
