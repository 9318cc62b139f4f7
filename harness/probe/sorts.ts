// The sorts of pings that a rule may tell apart, and which of them alone are lost.

import type { Field } from "./field.ts";
import { around } from "./named.ts";
import { burst, isAnswered, soon } from "./pace.ts";
import type { Pinging, Sort } from "./ping.ts";

/** As ping(8) sends them. */
export const plain: Sort = {};

/**
 * Plain ones, and between them a long one and the types of service of ssh, of old and today, and of voice: ssh_config(5), IPQoS;
 * RFC 4594. What a limit drops are the last ones, whatever they are.
 */
export const sorts: Sort[] = [plain, { tos: 0x10 }, { bytes: 1028, tos: 0x48 }, { tos: 0xb8 }, plain];

/** And between them those that rules name; as many as rules count. */
export function sortsOf(field: Field): Sort[] {
  const own = [...sorts.slice(0, -1), ...namedSorts(field), plain];
  return [...own, ...plains(countedBy(field) - own.length)];
}

/** Those on either side of the lengths that rules name, and of the types of service. */
export function namedSorts(field: Field): Sort[] {
  const { lengths, tos } = field.named();
  const most = field.hasOneMtu() ? longest : largest;
  return [
    ...around(lengths)
      .filter((length) => length >= shortest && length <= most)
      .map((bytes) => ({ bytes })),
    ...tos.map((tos) => ({ tos })),
  ];
}

/** So many, or as many as rules count: those after them may fare otherwise. */
export const plainsOf = (field: Field, atLeast: number): Sort[] => plains(Math.max(atLeast, countedBy(field)));

const plains = (count: number): Sort[] => Array<Sort>(Math.max(0, count)).fill(plain);

const pingBytes = 84; // RFC 791, RFC 792, and 56 bytes of data: ping(8)
const [further, mostAtOnce] = [2, 100]; // pings: after those that are counted, and in all

/** Pings that are more than the rules let by, or hold back, before it is otherwise; 0 where they count none. */
export function countedBy(field: Field): number {
  const { counts, volumes } = field.named();
  const all = [...counts, ...volumes.map((bytes) => Math.ceil(bytes / pingBytes))].filter((n) => n <= mostAtOnce);
  return all.length ? Math.max(...all) + further : 0;
}

const shortest = 44; // bytes: with what tells ours apart
const [largest, longest] = [1500, 60_000]; // of an Ethernet frame's packet (RFC 894), and nearly the most
const HEADERS_BYTES = 28; // RFC 791, RFC 792
/** As ping(8) is told of it. */
export const asTyped = ({ bytes, tos }: Sort): string =>
  `${bytes ? ` -s ${bytes - HEADERS_BYTES}` : ""}${tos ? ` -Q 0x${tos.toString(16)}` : ""}`;

/** The sorts of which all were lost, where a plain one came through before them and after. */
export function lostSorts({ flights }: Pinging): Sort[] {
  const others = flights.filter(({ sort }) => sort !== plain);
  const isPlainWell = flights.every((flight) => flight.sort !== plain || isAnswered(flight));
  return isPlainWell ? others.filter((flight) => !isAnswered(flight)).map(({ sort }) => sort) : [];
}

/** Is it those sorts that are lost, each time, and never a plain one between them? */
export async function isOfThem(pinging: Pinging, suspects: readonly Sort[]): Promise<boolean> {
  if (!suspects.length) return false;
  const mixed = [plain, ...suspects, ...suspects, plain, plain, ...suspects, plain];
  await burst(pinging, mixed.length, soon.quick, (count) => mixed[count]!);
  const isSo = pinging.flights.every((flight) => isAnswered(flight) === (flight.sort === plain));
  if (!isSo) pinging.flights.splice(0);
  return isSo;
}
