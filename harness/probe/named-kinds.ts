// Kinds of numbers that rules name, and what of them is asked.

/**
 * Ports, at either end or where a packet comes from, and those of tables that translate; ICMP's types and codes, but for those that
 * nft has a name for; firewall marks; bytes of a whole packet; bytes of a whole connection, or of all that passes; times to live; types
 * of service; addresses at either end.
 */
export type Kind =
  | "ports"
  | "sourcePorts"
  | "translated"
  | "types"
  | "codes"
  | "marks"
  | "lengths"
  | "volumes"
  | "counts"
  | "ttls"
  | "tos"
  | "sources"
  | "destinations";

export type Found = [kind: Kind, number: number];

export const each = (kinds: readonly Kind[], numbers: readonly number[]): Found[] =>
  kinds.flatMap((kind) => numbers.map((number): Found => [kind, number]));

export const fragmented = 3000; // bytes, more than a link carries at once

export const packetBytes = 65536; // of a packet at most, as a veth pair carries what a sender has not yet cut
const fewPackets = 15; // more of them are more than is sent

/** Bytes that so many packets do not hold. */
export const volumeOf = (packets: number): number => (packets <= fewPackets ? packets : Number.NaN) * packetBytes;

/** A rule speaks of a connection's bytes or packets; as bytes, so few would be less than one packet. */
export const volumeOfEither = (number: number): number => (number <= fewPackets ? volumeOf(number) : number);

/**
 * Who asks for a port that is published is answered by somebody else, and rightly so: those of tables that translate are asked only
 * where every port is to answer.
 */
export const asTranslated = (found: readonly Found[]): Found[] =>
  found.map(([kind, number]) => [kind === "ports" || kind === "sourcePorts" ? "translated" : kind, number]);

const isOfPorts = (kinds: readonly Kind[]): boolean => kinds.includes("ports");

/** Between two ranges of ports that are let through there may be one that is not: what is next to a range, outside. */
export const beside = (kinds: readonly Kind[], ranges: readonly (readonly [low: number, high: number])[]): Found[] =>
  isOfPorts(kinds)
    ? each(
        kinds,
        ranges.flatMap(([low, high]) => [low - 1, high + 1]),
      )
    : [];

const seconds: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 }; // "second", "sec", "s" …: nft(8), iptables-extensions(8)
const usualBurst = 5; // packets: likewise

/** The burst of a limit by which fewer come through than a person sends, one a second: what is after it is lost. */
export const slowBurst = (rate: number, per: string, burst = usualBurst): Found[] =>
  rate / (seconds[per[0] ?? ""] ?? Number.NaN) < 1 ? [["counts", burst]] : [];
