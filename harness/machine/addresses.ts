// The addresses of the links that were there before. What DHCP or a router gave, they also renew: that is left to them.

import { ipJson, tool } from "./tool.ts";

type Address = {
  family: "inet" | "inet6";
  local: string;
  prefixlen: number;
  address?: string; // the peer's, on a point-to-point link
  broadcast?: string;
  label?: string;
  dynamic?: boolean;
  scope: string;
};
export type SavedAddresses = { ifindex: number; ifname: string; addr_info: Address[] }[];

export const saveAddresses = (): SavedAddresses =>
  ipJson<SavedAddresses[number]>("address").map(({ ifindex, ifname, addr_info }) => ({ ifindex, ifname, addr_info }));

/** Takes away what was added to those links, and adds again what they lost. */
export function restoreAddresses(before: SavedAddresses): void {
  const now = saveAddresses();
  for (const { ifname, addr_info: old } of before) {
    const own = now.find((link) => link.ifname === ifname)?.addr_info;
    if (!own) continue; // the link is gone
    for (const address of own.filter((each) => !each.dynamic && !old.some(same(each))))
      tool(["ip", "address", "del", `${address.local}/${address.prefixlen}`, "dev", ifname]);
    for (const address of old.filter((each) => !own.some(same(each))))
      if (!address.dynamic || !own.some(({ family }) => family === address.family)) add(address, ifname);
  }
}

/** The links that have got another address by DHCP since: with it came routes that are right now, and not before. */
export function newlyLeased(before: SavedAddresses): string[] {
  const isNew = ({ ifname, addr_info }: SavedAddresses[number]) =>
    addr_info.some(
      (each) =>
        each.dynamic &&
        each.family === "inet" &&
        !before.find((link) => link.ifname === ifname)?.addr_info.some(same(each)),
    );
  return saveAddresses()
    .filter(isNew)
    .map(({ ifname }) => ifname);
}

const same = (one: Address) => (other: Address) =>
  one.local === other.local && one.prefixlen === other.prefixlen && one.address === other.address;

function add({ local, prefixlen, address, broadcast, label, scope }: Address, dev: string): void {
  const peer = address ? ["peer", `${address}/${prefixlen}`] : [];
  const rest = [...(broadcast ? ["broadcast", broadcast] : []), ...(label ? ["label", label] : []), "scope", scope];
  // the kernel may give a link-local address back by itself, at any moment
  tool(["ip", "address", "replace", address ? local : `${local}/${prefixlen}`, ...peer, "dev", dev, ...rest]);
}
