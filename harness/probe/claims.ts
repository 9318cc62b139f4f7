// Who on a bridge says that an address is his: asked by ARP from several known spots there, since nobody hears himself.

import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { openAsker } from "./arp.ts";
import { cables, type Field, type Spot } from "./field.ts";
import { until } from "./socket.ts";
import { arpReplies, openTaps } from "./tap.ts";

const patience = 100; // ms for the answer of one who has the address
const quiet = 10; // ms after it in which that of another who has it comes
const few = 8; // spots: each asks for the addresses of all others
const witnesses = 3; // of more: those that ask for the addresses of the one that asks for all others'
// A bridge hands a request to each of its ports, and a processor holds 1,000 frames that wait (net.core.netdev_max_backlog): what
// is asked at once must leave room for others.
const room = 250;
const settling = 1500; // ms: the kernel tells a bridge once a second which of its ports have a carrier (net/core/link_watch.c)

/** By address: the links that have it, "docker1 eth0", and the MAC addresses of others that say so. */
export type Claims = Record<string, string[]>;

/** Who has the addresses that are on the bridge, by the tables of the nodes and by what is answered there. */
export async function claimsOn(field: Field, node: KernelNode, bridge: string): Promise<Fact<Claims>> {
  const spots = spotsOn(field, node, bridge);
  const claims = new Map<string, Set<string>>();
  const add = (address: string, who: string) => claims.set(address, (claims.get(address) ?? new Set()).add(who));
  for (const spot of spots) add(spot.address, nameOf(spot));
  const byMac = Map.groupBy(field.spots(), ({ mac }) => mac);
  const holders = macsOfHolders(field, spots);
  const answers = await field.turn(cables, async () => {
    await portsAreOpen(node, bridge);
    return asked(field, node, spots);
  });
  for (const [address, macs] of answers)
    for (const mac of macs) {
      const owners = byMac.get(mac) ?? [];
      const owner = owners.find((spot) => spot.address === address) ?? owners[0];
      // who has an address answers for it on each of its links (arp_ignore 0, ip-sysctl): that is still one
      const isItsOwn = holders.get(address)?.has(mac);
      if (!isItsOwn) add(address, owner ? nameOf(owner) : mac);
    }
  const value = Object.fromEntries(Array.from(claims, ([address, who]) => [address, [...who].sort()]));
  return node.fact(value, `arping -c 3 -I ${bridge} ${spots.find((spot) => spot.node !== node)?.address ?? ""}`.trim());
}

/** By address: the MAC addresses of every link of the nodes that have it on the bridge. */
function macsOfHolders(field: Field, spots: readonly Spot[]): Map<string, Set<string | undefined>> {
  const macsOf = new Map<KernelNode, (string | undefined)[]>();
  const holders = new Map<string, Set<string | undefined>>();
  for (const { node, address } of spots) {
    const macs = macsOf.get(node) ?? field.linksOf(node).map((link) => link.address);
    macsOf.set(node, macs);
    holders.set(address, new Set([...(holders.get(address) ?? []), ...macs]));
  }
  return holders;
}

const nameOf = ({ node, ifname }: Spot): string => `${node.name} ${ifname}`;

/** The bridge's own addresses, and those of the far ends of its ports. */
function spotsOn(field: Field, node: KernelNode, bridge: string): Spot[] {
  const ports = new Set((node.ports(bridge).value ?? []).map(({ ifname }) => ifname));
  return field.spots().filter((spot) => {
    if (spot.node === node) return spot.ifname === bridge;
    const end = field.farEnd(spot.node, spot.ifname);
    return end?.node === node && ports.has(end.link.ifname);
  });
}

/** Waits for the ports that have just got a carrier: until the bridge knows it, nobody behind them is heard. */
async function portsAreOpen(node: KernelNode, bridge: string): Promise<void> {
  const isWaiting = () =>
    node.ports(bridge).value?.some(({ flags, linkinfo }) => {
      const isOn = flags.includes("UP") && flags.includes("LOWER_UP");
      return isOn && linkinfo?.info_slave_data?.state === "disabled";
    });
  for (const begin = performance.now(); isWaiting() && performance.now() - begin < settling; ) await Bun.sleep(10);
}

/** Who asks for what. With many spots one of them, the bridge's own where it has an address, asks for all that is not its own. */
function questionsOf(node: KernelNode, spots: readonly Spot[]): { spot: Spot; address: string }[] {
  const addresses = [...new Set(spots.map(({ address }) => address))];
  const others = (spot: Spot, among: string[]) =>
    among.filter((address) => address !== spot.address).map((address) => ({ spot, address }));
  const askers = spots.filter(({ isUp }) => isUp);
  if (askers.length <= few) return askers.flatMap((spot) => others(spot, addresses));
  const first = askers.find((spot) => spot.node === node) ?? askers[0]!;
  const own = spots.filter((spot) => spot.node === first.node).map(({ address }) => address);
  const near = askers.filter((spot) => spot.node !== first.node).slice(0, witnesses);
  return [...others(first, addresses), ...near.flatMap((spot) => others(spot, own))];
}

/** What was answered on the bridge, the MAC addresses by the address that was asked for: at the node that has it, every frame passes. */
async function asked(field: Field, node: KernelNode, spots: readonly Spot[]): Promise<Map<string, Set<string>>> {
  const late = field.lateness();
  const answers = new Map<string, Set<string>>(spots.map(({ address }) => [address, new Set()]));
  const open = new Set(answers.keys());
  const taps = openTaps([node], arpReplies);
  const questions = questionsOf(node, spots);
  const askers = new Map(Array.from(new Set(questions.map(({ spot }) => spot)), (spot) => [spot, openAsker(spot)]));
  let seen = 0;
  const look = () => {
    const all = taps.heard();
    for (; seen < all.length; seen++) {
      const { arp } = all[seen]!.frame;
      if (arp?.op !== "reply") continue;
      answers.get(arp.senderIp)?.add(arp.senderMac);
      open.delete(arp.senderIp);
    }
    return open.size === 0;
  };
  try {
    const size = Math.max(1, Math.floor(room / spots.length));
    for (let at = 0; at < questions.length; at += size) {
      for (const [spot, some] of Map.groupBy(questions.slice(at, at + size), ({ spot }) => spot))
        askers.get(spot)!.ask(...some.map(({ address }) => address));
      look(); // makes room
    }
    await until(look, taps.sockets, patience);
    await Bun.sleep(Math.max(quiet, late));
    look();
    return answers;
  } finally {
    for (const asker of askers.values()) asker.close();
    taps.close();
  }
}
