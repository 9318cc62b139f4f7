// Why does a ping, or an exchange, not come back? The way of the packet, as the kernel's tables say it goes, up to the first thing that stops it.

import type { KernelNode } from "../kernel/node.ts";
import type { Flow } from "../probe/flow.ts";
import type { Sort } from "../probe/ping.ts";
import type { Broken, Leg } from "./broken.ts";
import { type Given, round } from "./round.ts";
import type { View } from "./view.ts";

export type { Broken, Leg, What } from "./broken.ts";
export { type View, viewOf } from "./view.ts";

/**
 * A ping from a node to an address that the node `to` should have; `lost`: the leg that it was measured lost on. With a source it
 * was asked from that address; of a sort of pings that alone is lost, the sort; with a flow it is no ping but an exchange over TCP or UDP.
 */
export type Way = {
  from: KernelNode;
  to: KernelNode;
  address: string;
  source?: string;
  sort?: Sort;
  flow?: Flow;
  lost?: Leg;
  /** The router that was to hide the sender's address. */
  hiddenBy?: KernelNode;
};

/**
 * The first thing that would stop it: on its way there, else on the way back. Undefined where the tables show nothing
 * of the kind, and where they show it on the leg that was not lost: then they are not understood. It reads, and sends nothing.
 */
export function explain(view: View, { from, to, address, ...way }: Way, lost = way.lost): Broken | undefined {
  const { isBegun, isTheirs = false, ...flow } = way.flow ?? {};
  const asked = { view, from: view.same(from)!, to: view.same(to)!, address, isTheirs };
  const given: Given = { src: way.source ?? "", ...way.sort, ...flow };
  const first = round(asked, given);
  if (isBegun && (first.stop || first.isTranslated)) return undefined; // the connection came about
  const told = (isLearnt: boolean) => {
    const { stop, maybes } =
      isBegun || isLearnt ? round(asked, { ...given, ...(isBegun && { isBegun }) }, isLearnt) : first;
    const whole = stop?.what === "no-return-route" && way.hiddenBy ? shown(stop, way.hiddenBy) : stop;
    return [whole, ...maybes].find((found) => found && (!lost || found.leg === lost));
  };
  // what somebody has learnt of a neighbour may be what asking would not tell him, or something else
  return told(false) ?? (lost && told(true));
}

/** Nobody there was to know the way back: the address was to be hidden. */
const shown = (stop: Broken, { name }: KernelNode): Broken => ({ ...stop, facts: { ...stop.facts, hider: name } });
