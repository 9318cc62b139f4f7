// Data over TCP and UDP, from a node to an address of another and back: what answers is an echo server of ours in the other
// node's network namespace, so it is that node's own stack, and it says which source address it saw.

import { constants } from "node:os";
import { errnoText, lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { libc } from "../kernel/libc.ts";
import { SOCK_DGRAM, SOCK_STREAM } from "../kernel/within.ts";
import type { Way } from "./cold.ts";
import { echoServer } from "./echo-server.ts";
import { type Field, placeOf } from "./field.ts";
import type { Flow, LostFlow } from "./flow.ts";
import { around } from "./named.ts";
import { packetBytes } from "./named-kinds.ts";
import { overTcp } from "./over-tcp.ts";
import { HEADERS_BYTES, overUdp } from "./over-udp.ts";
import { soon } from "./pace.ts";
import type { Running } from "./running.ts";
import { bind, closeAll, inetSocket, leaveNoTrace, setTos, until } from "./socket.ts";
import { type Syns, watchSyns } from "./syn.ts";
import type { Asked, Manner } from "./turns.ts";

export type Protocol = "tcp" | "udp";

/** "answered", or what came of it instead; the source addresses that the other node saw, with commas; the first thing that was lost. */
export type Exchange = { answer: string; source?: string; lost?: LostFlow };

/** By port: of ssh for a terminal, as it was and as it is, and of NTP. ssh_config(5), IPQoS; RFC 4594. */
const typesOfService: Record<Protocol, Record<number, number>> = { tcp: { 22: 0x10, 8080: 0x48 }, udp: { 123: 0xb8 } };
/** Of servers that are everywhere, and one that nobody has: a rule may be for some ports only. */
const usualPorts: Record<Protocol, number[]> = { tcp: [22, 80, 443, 8080, 0], udp: [53, 123, 514, 0] };
const tcpBytes = 3000; // more than one segment
const udpBytes = [100, 1000];
const [largest, longestDatagram] = [1472, 60_000]; // bytes of data: of an Ethernet frame's datagram, and nearly the most
const fragmented = 3000; // bytes: in fragments, the first of which are as large as the sender's link allows
const lost = 2200; // ms: longer than after which TCP asks again
const longest = 6000; // ms, as long as there is progress
const interval = 1000; // ms between datagrams
const { EINPROGRESS } = constants.errno;

/**
 * Exchanges data both ways over the protocol, on each of the ports (0: any), and those that rules name, when it is the way's turn;
 * where `isEvery` port is to answer, also on those that rules lead elsewhere.
 */
export async function exchanges(
  field: Field,
  way: Way,
  protocol: Protocol,
  { isEvery = false } = {},
): Promise<Fact<Exchange>> {
  const ports = portsFor(field, protocol, isEvery);
  const bytes = protocol === "tcp" ? streamBytes(field) : datagramBytes(field);
  let doubtful: readonly Ports[] = ports;
  let sources: string[] = [];
  const ask = async (manner: Manner) => {
    // what has answered could starve another way's exchange at the same port once more
    const isRest = manner === "again";
    const { unanswered, ...answer } = await asked(way, protocol, isRest ? doubtful : ports, manner, bytes);
    sources = [...new Set([...(isRest ? sources : []), ...(answer.value.source?.split(", ") ?? [])])].sort();
    doubtful = unanswered;
    if (sources.length) answer.value.source = sources.join(", ");
    return answer;
  };
  const key = `${protocol} ${way.from.inode} ${way.to.inode} ${way.address} ${isEvery}`;
  const value = await field.ask<Exchange>({ place: placeOf(way.from, way.to), key, ask });
  const udp = protocol === "udp" ? "-u " : "";
  const there = way.to.fact("", `nc ${udp}-l -p 8000`).seen;
  return way.from.fact(value, `nc ${udp}${way.address} 8000 (and before it: ${there})`);
}

/**
 * More than any rule lets through that counts a connection's bytes, or all that passes, or those of a packet: on `lo`, and between the
 * ends of a cable, one is as long as what is written at once.
 */
const streamBytes = (field: Field): number[] => {
  const { volumes, lengths } = field.named();
  return [
    tcpBytes,
    ...[...volumes, ...lengths.filter((bytes) => bytes > tcpBytes)].map((bytes) => bytes + packetBytes),
  ];
};

// who may choose an MTU may choose one that a neighbour's largest frames do not fit: there, no datagram is larger than a frame
const datagramBytes = (field: Field): number[] => [
  ...udpBytes,
  ...(field.hasOneMtu() ? [fragmented] : []),
  ...namedBytes(field),
];

/** A port to ask at (0: any), and where a rule names one to ask from, that one. */
type Ports = { port: number; from?: number };

const portsFor = (field: Field, protocol: Protocol, isEvery = false): Ports[] => [
  ...[...new Set([...usualPorts[protocol], ...field.named().ports, ...(isEvery ? field.named().translated : [])])].map(
    (port) => ({ port }),
  ),
  ...field.named().sourcePorts.map((from) => ({ port: 0, from })),
];

const fewestBytes = 16; // ours are told apart by so many

/** Lengths of the data on either side of those that rules name; of what needs fragments only where every link carries as much. */
function namedBytes(field: Field): number[] {
  const most = field.hasOneMtu() ? longestDatagram : largest;
  return around(field.named().lengths)
    .map((bytes) => bytes - HEADERS_BYTES)
    .filter((bytes) => bytes >= fewestBytes && bytes <= most);
}

async function asked(
  way: Way,
  protocol: Protocol,
  ports: readonly Ports[],
  manner: Manner,
  bytes: number[],
): Promise<Asked<Exchange> & { unanswered: Ports[] }> {
  const isQuick = manner === "quick" || manner === "hasty";
  // where all is well, nobody looks for what was lost
  const syns = protocol === "tcp" && !isQuick ? watchSyns(way.to) : undefined;
  const running = ports.map((port) => start(way, protocol, port, bytes));
  const begin = performance.now();
  let [through, since] = [0, begin];
  const isOver = () => {
    for (const one of running) if (!one.isOver) one.step();
    const now = running.reduce((sum, { through }) => sum + through.size, 0);
    if (now > through) [through, since] = [now, performance.now()];
    return running.every((one) => one.isOver);
  };
  try {
    const [whole, part] = isQuick ? [soon[manner], soon[manner]] : [lost, interval];
    const sockets = running.flatMap((one) => one.sockets);
    for (;;) {
      const end = isQuick ? begin + whole : Math.min(begin + longest, since + whole);
      const left = Math.min(part, end - performance.now());
      if (left <= 0 || (await until(isOver, sockets, left)) || isQuick) break;
      for (const one of running) one.again();
    }
    if (!isQuick && running.every((one) => one.isOver)) for (const one of running) await one.many?.();
    const unanswered = ports.filter((_, at) => running[at]!.all.some((part) => !running[at]!.through.has(part)));
    return { ...resultOf(running, syns), unanswered };
  } finally {
    syns?.close();
    for (const one of running) one.close();
  }
}

const notSoon = 1500; // ms: longer than the second after which a connection, or an ARP request, is asked for again (RFC 6298, arp(7))

/**
 * The source addresses of what comes to the other node's own stack by the protocol, on the usual ports and those that rules name: of
 * "any" one, or of "all".
 */
export async function arrivals(field: Field, way: Way, protocol: Protocol, which: "any" | "all"): Promise<string[]> {
  const running = portsFor(field, protocol).map((port) => start(way, protocol, port, udpBytes));
  const hasCome = () => {
    for (const one of running) if (!one.isOver) one.step();
    return running[which === "any" ? "some" : "every"](({ source }) => source !== undefined);
  };
  try {
    const sockets = running.flatMap((one) => one.sockets);
    await until(hasCome, sockets, notSoon);
    return [...new Set(running.flatMap(({ source }) => source ?? []))];
  } finally {
    for (const one of running) one.close();
  }
}

function resultOf(running: Running[], syns: Syns | undefined): Asked<Exchange> {
  const losses = running.flatMap((one) =>
    one.all.flatMap((part) => (one.through.has(part) ? [] : [one.lost(part, syns)])),
  );
  const lost = losses.find(({ leg }) => leg) ?? losses[0];
  const dead = running.flatMap(({ all, through }) => all.filter((part) => !through.has(part)));
  const reasons = new Set(running.flatMap(({ reason }) => reason ?? []));
  const sources = new Set(running.flatMap(({ source }) => source ?? []));
  const value = {
    answer: dead.length === 0 ? "answered" : `${[...reasons].join("; ") || "unanswered"} (${dead.join(", ")})`,
    ...(sources.size > 0 && { source: [...sources].sort().join(", ") }),
    ...(lost && { lost }),
  };
  return { value, dead, alive: running.flatMap(({ through }) => [...through]) };
}

function start(way: Way, protocol: Protocol, { port, from }: Ports, bytes: number[]): Running {
  const server = echoServer(way.to, protocol, way.address, port);
  const flow = { over: protocol, port };
  if (typeof server === "string") return impossible(flow, server);
  const client = inetSocket(way.from.netns, protocol === "tcp" ? SOCK_STREAM : SOCK_DGRAM);
  if (protocol === "tcp") leaveNoTrace(client);
  const tos = typesOfService[protocol][port];
  if (tos !== undefined) setTos(client, tos);
  // one that somebody has there is not to be had
  const isFrom = from !== undefined && bind(client, "0.0.0.0", from) === 0;
  const begun = libc().connect(client, server.name, server.name.length) === 0 ? 0 : lastErrno();
  const close = () => {
    closeAll([client]);
    server.close();
  };
  const own = isFrom ? { peerPort: from } : {};
  if (begun && begun !== EINPROGRESS)
    return impossible({ ...flow, ...own, port: server.port }, errnoText(begun), close);
  const as = tos === undefined ? "" : ` with type of service 0x${tos.toString(16)}`;
  const at = `${server.port === port ? `port ${port}` : "a high port"}${isFrom ? ` from port ${from}` : ""}${as}`;
  const over = protocol === "tcp" ? overTcp : overUdp;
  return Object.assign(over(server, client, at, tos, bytes), { sockets: [...server.sockets, client], close });
}

/** What cannot even begin. */
const impossible = (flow: Flow, reason: string, close = () => {}): Running => ({
  sockets: [],
  step() {},
  again() {},
  isOver: true,
  through: new Set(),
  all: ["nothing was sent"],
  reason,
  lost: () => ({ flow, leg: "request" }),
  close,
});
