// From which table on a node's rules trace ICMP packets (`-j TRACE`, `meta nftrace set 1`): found out by sending many, unlike each other.

import { constants } from "node:os";
import { lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { addressBytes } from "../kernel/inet.ts";
import { forget, learntNeighbours } from "../kernel/learnt.ts";
import { libc } from "../kernel/libc.ts";
import type { Nftables } from "../kernel/netfilter.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_RAW } from "../kernel/within.ts";
import { type Hook, placesOf, rawPriority } from "../trace/hooks.ts";
import type { TraceRecord } from "../trace/record.ts";
import { inForce, isEndedBySome, limitedStarts } from "../trace/starts.ts";
import { type Watch, watch } from "../trace/watch.ts";
import { checksum } from "./echo.ts";
import { cables, type Field } from "./field.ts";
import { around, type Named, namedBy } from "./named.ts";
import { closeAll, inetSocket, setMark, socketAddress, until } from "./socket.ts";
import { openTaps } from "./tap.ts";

/** An ICMP packet: by default an echo request, as long as ping's. Without `source` the kernel gives it one. */
export type IcmpPacket = {
  type?: number;
  code?: number;
  bytes?: number;
  ttl?: number;
  tos?: number;
  source?: string;
  /** Where it is not the address that it is handed on for. */
  destination?: string;
  /** One as ping -R sends it, with an option in the IPv4 header. */
  hasOption?: boolean;
  mark?: number;
};

/** Packets from one node to an address, and the hooks of the watched node where they come in, and where the answers to pings do. */
export type TracedWay = {
  from: KernelNode;
  address: string;
  packets: readonly IcmpPacket[];
  request?: Hook;
  reply?: Hook;
  /** Between these two alone: what bears an address that a rule names is asked elsewhere. */
  isBetween?: true;
};

/** "from the first table on", or what is seen instead: "not traced", "only from the priority -150 on", "3 of 8 packets" … */
export type Extent = string;
export const fromTheFirstTableOn: Extent = "from the first table on";
/** None of them came there. */
export const notSeen: Extent = "not seen";
export const limited: Extent = "only as many as a limit lets through";

export type Extents<Name extends string> = Record<Name, { request?: Extent; reply?: Extent }>;

const ECHO_REQUEST = 8; // RFC 792
const IPPROTO_RAW = 255; // raw(7): the IPv4 header is ours
const DONT_FRAGMENT = 0x4000; // RFC 791
const patience = 300; // ms for the last packets, and their records, to come
const { EPERM } = constants.errno;

/** Everything there is to be told apart by: types, lengths, TTLs, types of service. */
export const everyIcmp: readonly IcmpPacket[] = [
  ...[0, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 42, 200].map((type) => ({ type })),
  ...[48, 84, 100, 500, 1400].map((bytes) => ({ bytes })),
  ...[1, 32, 128, 255].map((ttl) => ({ ttl })),
  ...[0x10, 0xb8].map((tos) => ({ tos })),
  { hasOption: true },
];

/** Pings, more than the burst of a rule that is limited (`-m limit`). */
export const pings: readonly IcmpPacket[] = Array.from({ length: 8 }, () => ({}));

/** Sends the packets, when it is their turn, and gives how the node `at` traced those that came by, and the answers. */
export function traced<Name extends string>(
  field: Field,
  at: KernelNode,
  ways: Record<Name, TracedWay>,
): Promise<Fact<Extents<Name>>> {
  const key = `trace ${at.inode} ${Object.keys(ways).join()}`;
  return field.turn(cables, () => trace(field, at, ways), key);
}

type Sent = TracedWay & { packet: IcmpPacket; nonce: Buffer; isSent: boolean };

async function trace<Name extends string>(field: Field, at: KernelNode, ways: Record<Name, TracedWay>) {
  const { value: ruleset } = at.nft();
  const priorityAt = priorities(ruleset);
  const isSwitchedOff = switchedOff(ruleset);
  const isLimited = limitedStarts(at, ruleset);
  const before = new Set(learntNeighbours(at.netlink).map(({ ifindex, dst }) => `${ifindex} ${dst}`));
  const taps = openTaps([at]);
  let watching: Watch | undefined;
  try {
    watching = await watch(at);
    const named = namedBy([at]);
    const marked = named.marks.map((mark): IcmpPacket => ({ mark }));
    const odd = icmpNamed(named);
    const addressed: IcmpPacket[] = [
      ...named.sources.map((number) => ({ source: dotted(number) })),
      ...named.destinations.map((number) => ({ destination: dotted(number) })),
    ];
    const sent = new Map<Name, Sent[]>();
    const records: TraceRecord[] = [];
    for (const [name, way] of Object.entries(ways) as [Name, TracedWay][]) {
      // after each: every rule that it meets is told of, and the kernel keeps 208 kB by default (net.core.rmem_max)
      sent.set(
        name,
        // a mark does not leave its network namespace
        send(
          {
            ...way,
            packets: [
              ...way.packets,
              ...(way.packets === everyIcmp ? [...odd, ...(way.isBetween ? [] : addressed)] : []),
              ...(way.from === at ? marked : []),
            ],
          },
          () => records.push(...watching!.drain()),
        ),
      );
    }
    const extents = () => {
      records.push(...watching!.drain());
      return extentsOf();
    };
    await until(() => isAll(extents()), taps.sockets, patience);
    return at.fact(extents(), "nft monitor trace");

    function extentsOf(): Extents<Name> {
      const passed = passing(field, taps.heard());
      const recordsOf = Map.groupBy(records, ({ packet }) => packet.nonce);
      const recordsAbout = (one: Sent, isReply: boolean) => {
        const own = recordsOf.get(one.nonce.toString("hex")) ?? [];
        return own.filter(({ packet }) => (packet.kind === "reply" && isAsked(one)) === isReply);
      };
      const of = (one: Sent, isReply: boolean, hook: Hook) => {
        const found = recordsAbout(one, isReply);
        const priorities = found.map((record) => priorityAt(record, hook)).filter((priority) => priority !== undefined);
        // what comes by the loopback has gone out before
        const isOut = passed(one, isReply, "OUTPUT") && (hook === "OUTPUT" || one.from.inode !== at.inode);
        const isIn = !isReply && passed(one, true, "OUTPUT"); // it was answered
        if (isSwitchedOff(found, hook, onTheWay(hook, isOut, isIn))) return [undefined];
        const hasCome = isReply || hook !== "OUTPUT" ? passed(one, isReply, hook) : one.isSent;
        return hasCome || priorities.length ? [priorities.sort((a, b) => a - b)[0]] : [];
      };
      const all = [...sent].map(([name, packets]) => {
        const { request, reply } = ways[name];
        const told = (isReply: boolean, hook: Hook, some: Sent[]): Extent => {
          const all = extent(some.flatMap((one) => of(one, isReply, hook)));
          const isFew = all === fromTheFirstTableOn && some.some((one) => isLimited?.(recordsAbout(one, isReply)));
          return isFew ? limited : all;
        };
        return [
          name,
          {
            ...(request && { request: told(false, request, packets) }),
            ...(reply && { reply: told(true, reply, packets.filter(isAsked)) }),
          },
        ];
      });
      return Object.fromEntries(all);
    }
  } finally {
    watching?.close();
    taps.close();
    for (const entry of learntNeighbours(at.netlink))
      if (entry.mac === undefined && !before.has(`${entry.ifindex} ${entry.dst}`)) forget(at.netlink, entry);
  }
}

const headerBytes = 40; // both headers, and the nonce

/** Of what the node's rules name: a type, and every code that RFC 792 and RFC 1812 know where a code is named. */
function icmpNamed({ types, codes, lengths, ttls, tos }: Named): IcmpPacket[] {
  const known = codes.length
    ? Object.entries(knownCodes).flatMap(([type, all]) => all.map((code) => [+type, code]))
    : [];
  return [
    ...around(types).flatMap((type) => (type >= 0 && type <= 255 ? [{ type }] : [])),
    ...[...known, ...types.flatMap((type) => codes.map((code) => [type, code]))].map(([type, code]) => ({
      type: type!,
      code: code!,
    })),
    ...around(lengths).flatMap((bytes) => (bytes >= headerBytes && bytes <= largest ? [{ bytes }] : [])),
    ...around(ttls).flatMap((ttl) => (ttl > 0 && ttl <= 255 ? [{ ttl }] : [])),
    ...tos.map((tos) => ({ tos })),
  ];
}

const dotted = (number: number): string => [24, 16, 8, 0].map((bits) => (number >>> bits) & 0xff).join(".");

const largest = 1500; // bytes of an Ethernet frame's packet: RFC 894
const upTo = (last: number) => Array.from({ length: last + 1 }, (_, code) => code);
const knownCodes: Record<number, number[]> = { 3: upTo(15), 5: upTo(3), 11: upTo(1), 12: upTo(2) };

const isAsked = ({ packet }: Sent): boolean => (packet.type ?? ECHO_REQUEST) === ECHO_REQUEST;

const isAll = (extents: Extents<string>): boolean =>
  Object.values(extents).every((way) => Object.values(way).every((extent) => extent === fromTheFirstTableOn));

/** A packet's place where it was traced first; a trace that began before PREROUTING, where the frame came in, began early enough. */
function priorities(ruleset: Nftables): (record: TraceRecord, hook: Hook) => number | undefined {
  const placeOf = placesOf(ruleset);
  return (record, hook) => {
    const place = placeOf(record);
    if (place?.hook === "INGRESS" && hook === "PREROUTING") return Number.NEGATIVE_INFINITY;
    return place?.hook === hook && record.family !== "bridge" ? place.priority : undefined;
  };
}

/** The hooks that a packet comes to behind the first, as far as it was seen to go on. */
function onTheWay(hook: Hook, isOut: boolean, isIn: boolean): Hook[] {
  if (isOut) return hook === "OUTPUT" ? ["POSTROUTING"] : ["FORWARD", "POSTROUTING"];
  return isIn && hook === "PREROUTING" ? ["INPUT"] : [];
}

/**
 * Did the trace of a packet that went on end before the hook's last chain, or before one of the hooks behind it? A rule can switch it
 * off again (`meta nftrace set 0`). What translates addresses is met by the first packet of a connection alone.
 */
function switchedOff(ruleset: Nftables): (records: TraceRecord[], hook: Hook, behind: Hook[]) => boolean {
  if (!isEndedBySome(ruleset)) return () => false;
  const chains = inForce(ruleset, "chain");
  const isPassed = ({ family, type }: Record<string, unknown>) =>
    ["ip", "inet"].includes(String(family)) && type !== "nat";
  const isOf = (record: TraceRecord, { family, table, name }: Record<string, unknown>) =>
    record.family === family && record.table === table && record.chain === name;
  const ofHook = (hook: Hook) => chains.filter((chain) => isPassed(chain) && String(chain.hook).toUpperCase() === hook);
  return (records, hook, behind) => {
    const own = ofHook(hook);
    const traced = own.filter((chain) => records.some((record) => isOf(record, chain)));
    if (!traced.length || records.some(({ verdict }) => verdict !== undefined && /drop|stolen|queue/.test(verdict)))
      return false;
    const begin = Math.min(...traced.map(({ prio }) => Number(prio)));
    const later = [...own.filter(({ prio }) => Number(prio) > begin), ...behind.flatMap(ofHook)];
    return later.some((chain) => !records.some((record) => isOf(record, chain)));
  };
}

/** Which packets the node's own stack was given by a link, or gave to one: a port gives its frames to the bridge. */
function passing(field: Field, heard: ReturnType<ReturnType<typeof openTaps>["heard"]>) {
  const seen = new Set<string>();
  for (const { node, ifindex, direction, frame, bytes } of heard) {
    if (!frame.icmp || field.linkAt(node, ifindex)?.master !== undefined) continue;
    const icmp = 14 + (bytes[14]! & 0x0f) * 4; // behind an Ethernet header; RFC 791
    seen.add(`${direction} ${bytes[icmp] === 0} ${bytes.subarray(icmp + 8, icmp + 20).toString("hex")}`);
  }
  return ({ packet, nonce }: Sent, isReply: boolean, hook: Hook) => {
    const isEchoReply = isReply || packet.type === 0;
    return seen.has(`${hook === "OUTPUT" ? "out" : "in"} ${isEchoReply} ${nonce.toString("hex")}`);
  };
}

function send(way: TracedWay, afterEach: () => void): Sent[] {
  const socket = inetSocket(way.from.netns, SOCK_RAW, IPPROTO_RAW);
  const name = socketAddress(way.address);
  try {
    return way.packets.map((packet) => {
      const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(12)));
      nonce[0] = 0; // what is no IPv4 header of the packet in question has no effect: net/ipv4/icmp.c
      nonce[9] = 0;
      const bytes = icmpPacket(packet, way.address, nonce);
      setMark(socket, packet.mark ?? 0);
      const errno = libc().sendto(socket, bytes, bytes.length, 0, name, name.length) < 0 ? lastErrno() : 0;
      afterEach();
      return { ...way, packet, nonce, isSent: errno === 0 || errno === EPERM }; // a rule's drop comes after the first table
    });
  } finally {
    closeAll([socket]);
  }
}

const fullRecordRoute = [7, 3, 4, 0]; // RFC 791: type, bytes, where the next address goes; the end of all options

/** Both headers, then the nonce. RFC 791, RFC 792. */
function icmpPacket(
  { type = ECHO_REQUEST, code = 0, bytes = 84, ttl = 64, tos = 0, source = "0.0.0.0", ...more }: IcmpPacket,
  address: string,
  nonce: Buffer,
): Buffer {
  const packet = Buffer.alloc(bytes);
  const icmp = more.hasOption ? 24 : 20;
  packet.set([0x40 + icmp / 4, tos]);
  packet.writeUInt16BE(bytes, 2);
  packet.writeUInt16BE(DONT_FRAGMENT, 6);
  packet.set([ttl, 1], 8);
  packet.set(addressBytes(source), 12);
  packet.set(addressBytes(more.destination ?? address), 16);
  if (more.hasOption) packet.set(fullRecordRoute, 20);
  packet.set([type, code], icmp);
  packet.set(nonce, icmp + 8);
  packet.writeUInt16BE(checksum(packet.subarray(icmp)), icmp + 2);
  return packet;
}

function extent(priorities: (number | undefined)[]): Extent {
  const known = priorities.filter((priority) => priority !== undefined);
  if (priorities.length === 0) return notSeen;
  if (known.length === 0) return "not traced";
  if (known.length < priorities.length) return `${known.length} of ${priorities.length} packets`;
  const latest = Math.max(...known);
  return latest <= rawPriority ? fromTheFirstTableOn : `only from the priority ${latest} on`;
}
