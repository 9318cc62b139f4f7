// Does a bridge learn? Not whether it has an entry: that may have been written by hand, or be left from when it did learn.

import type { Fact } from "../kernel/facts.ts";
import { forget, learntByBridges } from "../kernel/learnt.ts";
import type { KernelNode } from "../kernel/node.ts";
import { chill } from "./cold.ts";
import { cables, type Field, type Spot } from "./field.ts";
import { ETH_P_IP, experiment, sendFrames } from "./frame.ts";
import { aPersons } from "./pace.ts";
import { isAnswered } from "./ping.ts";

/** A spot's MAC address, the port that the bridge has it behind, and the one that it has a new one behind that came from there. */
export type Taught = { mac: string | undefined; "behind, by the FDB": string; "a new MAC address from there": string };

const patience = 200; // ms for the bridge to get a frame
const unknown = "unknown";

/** Makes the bridge of the node forget the spots, lets each send to the next, and gives what the bridge has learnt. */
export function taught(
  field: Field,
  node: KernelNode,
  bridge: string,
  spots: readonly Spot[],
): Promise<Fact<Taught[]>> {
  return field.turn(cables, async () => {
    const next = (at: number) => spots[(at + 1) % spots.length]!;
    const colds = spots.map((spot, at) =>
      chill(field, { from: spot.node, to: next(at).node, address: next(at).address }),
    );
    try {
      for (const [at, spot] of spots.entries()) await isAnswered(spot.node, next(at).address, { patience });
      await aPersonsPause(
        node,
        bridge,
        spots.map(({ mac }) => mac),
      );
      const entries = node.fdb(bridge).value ?? [];
      const value: Taught[] = [];
      for (const spot of spots) {
        const behind = entries.find(({ mac }) => mac === spot.mac)?.ifname ?? unknown;
        value.push({
          mac: spot.mac,
          "behind, by the FDB": behind,
          "a new MAC address from there": await learns(node, bridge, spot),
        });
      }
      return node.fact(value, `bridge fdb show br ${bridge}`);
    } finally {
      for (const cold of colds) cold.giveBack();
    }
  });
}

const AGEING_MS = 10; // linux/if_link.h, IFLA_BR_AGEING_TIME: in hundredths of a second
const often = 10; // ms: the kernel looks for what is too old no more often (br_fdb_cleanup() in net/bridge/br_fdb.c)

/** A bridge may forget MAC addresses sooner than a person looks, or sends again: where it does, it has that time. */
export async function aPersonsPause(node: KernelNode, bridge: string, macs: readonly unknown[]): Promise<void> {
  const { ageing_time } = (node.link(bridge).value?.linkinfo?.info_data ?? {}) as { ageing_time?: number };
  if ((ageing_time ?? Number.POSITIVE_INFINITY) * AGEING_MS > aPersons) return;
  const isKnown = () => node.fdb(bridge).value?.some(({ mac, state }) => macs.includes(mac) && state !== "static");
  for (const begin = performance.now(); isKnown() && performance.now() - begin < aPersons; ) await Bun.sleep(often);
}

/** The port behind which the bridge has a MAC address that nobody has, after a frame from there came from it. */
async function learns(node: KernelNode, bridge: string, spot: Spot): Promise<string> {
  const stray = Buffer.from(crypto.getRandomValues(new Uint8Array(6)));
  stray[0] = (stray[0]! & 0xfc) | 0x02; // locally administered, and one station's: IEEE 802
  const mac = stray.toString("hex").replace(/..(?=.)/g, "$&:");
  try {
    sendFrames(spot, ETH_P_IP, [toItself(stray, spot.address)]);
    const find = () => node.fdb(bridge).value?.find((entry) => entry.mac === mac)?.ifname;
    for (const begin = performance.now(); !find() && performance.now() - begin < patience; ) await Bun.sleep(1);
    return find() ?? unknown;
  } finally {
    for (const entry of learntByBridges(node.netlink)) if (entry.mac === mac) forget(node.netlink, entry);
  }
}

/** A frame from the MAC address to itself: the bridge learns whence it comes, and so sends it to nobody. */
const toItself = (mac: Buffer, address: string): Buffer => Buffer.concat([mac, mac, experiment(address)]);
