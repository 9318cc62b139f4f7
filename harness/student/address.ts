// A student's addresses. Each part of an address is exchanged by what stands before it, so what shares a prefix of /16 or
// /24 in the notes shares one for the student: subnets, gateways and routes stay right. Nothing is exchanged for itself,
// and no two things for the same.

import { shuffled } from "./draw.ts";

/** RFC 5737: addresses for examples. They are exchanged among themselves. */
const examples = ["192.0.2", "198.51.100", "203.0.113"];

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

// RFC 1918: private networks, as /16. Not 10.0, where a virtual machine often has its own way out.
const privateNetworks = [
  "192.168", // many a home is in there: only 10.255 becomes it, which no lab has
  ...numbers(16, 31).map((second) => `172.${second}`),
  ...numbers(1, 255).map((second) => `10.${second}`),
];
const parts = numbers(1, 254).map(String); // 0 and 255 name the network and everybody in it; only 254 becomes 1

/** Exchanges each item for the next one of a ring. The last of the items becomes the first: the rest is shuffled. */
function ring(items: readonly string[], key: Uint8Array, purpose: string): Map<string, string> {
  const order = [items[0]!, ...shuffled(items.slice(1, -1), key, purpose), items.at(-1)!];
  return new Map(order.map((item, at) => [item, order[(at + 1) % order.length]!]));
}

/** Is it one that a student has another for? 127.0.0.1, a netmask and the machine's own are not. */
export const isExchanged = (address: string): boolean =>
  privateNetworks.includes(networkOf(address, 16)) || examples.includes(networkOf(address, 24));

const networkOf = (address: string, prefix: 16 | 24): string =>
  address
    .split(".")
    .slice(0, prefix / 8)
    .join(".");

/** Gives the student's address for each that `isExchanged`; any other stays. */
export function addressesOf(key: Uint8Array): (address: string) => string {
  const rings = new Map<string, Map<string, string>>();
  const exchange = (items: readonly string[], item: string, place: string): string => {
    const known = rings.get(place) ?? ring(items, key, `address ${place}`);
    rings.set(place, known);
    return known.get(item) ?? item;
  };
  const example = new Map<string, string>();
  const order = shuffled(examples, key, "examples");
  for (const [at, net] of order.entries()) example.set(net, order[(at + 1) % order.length]!);

  return (address) => {
    if (!isExchanged(address)) return address;
    const [wide, narrow] = [networkOf(address, 16), networkOf(address, 24)];
    const [third, last] = address.split(".").slice(2) as [string, string];
    const host = exchange(parts, last, narrow);
    if (example.has(narrow)) return `${example.get(narrow)}.${host}`;
    return `${exchange(privateNetworks, wide, "networks")}.${exchange(parts, third, wide)}.${host}`;
  };
}
