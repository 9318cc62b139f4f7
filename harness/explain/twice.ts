// What there must be once only: an address, a MAC address.

import { type Broken, broken } from "./broken.ts";
import type { Arrival } from "./segment.ts";
import type { End } from "./view.ts";

export const sameMac = ({ node, link }: End, other: End): Broken =>
  broken(
    node,
    "duplicate-mac",
    { mac: link.address ?? "", link: link.ifname, other: other.node.name, otherLink: other.link.ifname },
    `ip link show ${link.ifname}`,
  );

export const twoHave = ({ node }: { node: End["node"] }, address: string, other: string): Broken =>
  broken(node, "duplicate-address", { address, other }, "ip -br -4 address");

/** What may stop a packet on its way to `best`: chance has it that another owner of the address is believed. */
export function anotherHas(best: Arrival, clear: Arrival[], hop: string): { maybe?: Broken } {
  const other = clear.find(({ end }) => end.node !== best.end.node);
  const twice = other && twoHave(other.end, hop, best.end.node.name);
  const maybe = best.maybe ?? twice;
  return maybe ? { maybe } : {};
}
