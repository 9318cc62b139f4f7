// Who on a bridge says that an address is his: asked by ARP from every known spot there, since nobody hears himself.

import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { ask } from "./arp.ts";
import { cables, type Field, type Spot } from "./field.ts";
import { until } from "./socket.ts";
import { openTaps } from "./tap.ts";

const patience = 100; // ms for the answer of one who has the address
// A question goes to every port of the bridge: where there are a thousand, more would be a storm of our own. The tables are held
// against each other for all.
const most = 32; // spots that are asked for on the wire
const askers = 8; // of them: nobody hears himself, and one or another may not be heard
const quiet = 10; // ms after it in which that of another who has it comes

/** By address: the links that have it, "docker1 eth0", and the MAC addresses of others that say so. */
export type Claims = Record<string, string[]>;

/** Who has the addresses that are on the bridge, by the tables of the nodes and by what is answered there. */
export async function claimsOn(field: Field, node: KernelNode, bridge: string): Promise<Fact<Claims>> {
  const spots = spotsOn(field, node, bridge);
  const claims = new Map<string, Set<string>>();
  const add = (address: string, who: string) => claims.set(address, (claims.get(address) ?? new Set()).add(who));
  for (const spot of spots) add(spot.address, nameOf(spot));
  const answers = await field.turn(cables, () => asked(field, node, spots.slice(0, most)));
  for (const { address, mac } of answers) {
    const owners = field.spots().filter((spot) => spot.mac === mac);
    const owner = owners.find((spot) => spot.address === address) ?? owners[0];
    add(address, owner ? nameOf(owner) : mac);
  }
  const value = Object.fromEntries(Array.from(claims, ([address, who]) => [address, [...who].sort()]));
  return node.fact(value, `arping -c 3 -I ${bridge} ${spots.find((spot) => spot.node !== node)?.address ?? ""}`.trim());
}

const nameOf = ({ node, ifname }: Spot): string => `${node.name} ${ifname}`;

/** The bridge's own addresses, and those of the far ends of its ports. */
function spotsOn(field: Field, node: KernelNode, bridge: string): Spot[] {
  const ports = new Set((node.ports(bridge).value ?? []).map(({ ifname }) => ifname));
  return field.spots().filter((spot) => {
    if (spot.node === node) return spot.ifname === bridge;
    const peer = field.peerOf(spot.node, spot.ifname);
    return peer?.place === node && ports.has(peer.link.ifname);
  });
}

/** What was answered on the bridge: at the node that has it, every frame passes. */
async function asked(field: Field, node: KernelNode, spots: Spot[]): Promise<{ address: string; mac: string }[]> {
  const late = field.lateness();
  const addresses = new Set(spots.map(({ address }) => address));
  const taps = openTaps([node]);
  const answers = () =>
    taps
      .heard()
      .flatMap(({ frame: { arp } }) =>
        arp?.op === "reply" && addresses.has(arp.senderIp) ? [{ address: arp.senderIp, mac: arp.senderMac }] : [],
      );
  try {
    for (const spot of spots.filter(({ isUp }) => isUp).slice(0, askers))
      ask(spot, ...[...addresses].filter((address) => address !== spot.address));
    const isAll = () => new Set(answers().map(({ address }) => address)).size === addresses.size;
    await until(isAll, taps.sockets, patience);
    await Bun.sleep(Math.max(quiet, late));
    return answers();
  } finally {
    taps.close();
  }
}
