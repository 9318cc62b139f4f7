// A frame on its way through one segment: veth pairs and bridges, up to the links that hand it to a node's IP stack.

import { type Noted, throughBridge } from "./bridge.ts";
import type { Broken } from "./broken.ts";
import { isDown, tooLong, withoutCarrier } from "./carrier.ts";
import { atDevice } from "./device.ts";
import type { Frame } from "./packet.ts";
import { type End, isBridge, keyOf, type View } from "./view.ts";

export type Arrival = { end: End; broken?: Broken; maybe?: Broken };
/** Where a packet comes up next, or what stops it; neither where it cannot be followed. */
export type Next = Partial<Arrival>;
export type Carried = {
  /** Where the frame comes up, or would but for the first thing that stops it on its way there. */
  arrivals: Arrival[];
  /** The bridges that it crosses, and by which port. */
  bridges: { bridge: End; port?: End }[];
  /** It also leaves by a link that cannot be followed from here (a tunnel, a macvlan …). */
  isOpen: boolean;
};

type Step = Arrival & { way: "out" | "in" };

const longest = 10_000; // ends of cables: a segment that is larger is not followed to its end

/** Sends the frame out of `from`. What stops it is noted, and the walk goes on behind it, to find where it would have gone. */
export function carry(view: View, from: End, frame: Frame): Carried {
  const carried: Carried = { arrivals: [], bridges: [], isOpen: false };
  const known = new Set<string>();
  const clear: Step[] = [{ end: from, way: "out" }];
  const stopped: Step[] = []; // looked at last: a way that is clear comes first
  const go = (step: Step, before: Step) => {
    const next = { ...step, ...pick("broken", before, step), ...pick("maybe", before, step) };
    (next.broken ? stopped : clear).push(next);
  };
  for (let step = clear.shift() ?? stopped.shift(); step; step = clear.shift() ?? stopped.shift()) {
    const key = `${keyOf(step.end)} ${step.way}`;
    if (known.has(key)) continue;
    known.add(key);
    if (known.size > longest) return { ...carried, isOpen: true };
    if (step.way === "out") leave(view, step, frame, carried, go);
    else arrive(view, step, frame, carried, go);
  }
  return carried;
}

/** What was first on the way counts. */
const pick = (key: "broken" | "maybe", before: Noted, now: Noted): Noted => {
  const first = before[key] ?? now[key];
  return first ? { [key]: first } : {};
};

const note = (step: Noted, now: Noted): void => {
  Object.assign(step, pick("broken", step, now), pick("maybe", step, now));
};

type Go = (step: Step, before: Step) => void;

function leave(view: View, step: Step, frame: Frame, carried: Carried, go: Go) {
  const { end } = step;
  note(step, atDevice(view, end, "egress", frame));
  if (isBridge(end)) return cross(view, step, end, undefined, frame, carried, go);
  const peer = end.link.linkinfo?.info_kind === "veth" ? view.peer(end) : undefined;
  const down = isDown(end) ?? (peer && isDown(peer)) ?? withoutCarrier(end) ?? (peer && tooLong(peer, frame));
  if (peer) go({ end: peer, way: "in", ...(down && { broken: down }) }, step);
  else carried.isOpen = true;
}

function arrive(view: View, step: Step, frame: Frame, carried: Carried, go: Go) {
  const { end } = step;
  if (!isDown(end)) note(step, atDevice(view, end, "ingress", frame));
  const master = view.end(end.node, end.link.master);
  if (master && isBridge(master)) return cross(view, step, master, end, frame, carried, go);
  if (master || isSplit(view, end)) carried.isOpen = true;
  carried.arrivals.push({ end, ...pick("broken", step, step), ...pick("maybe", step, step) });
}

function cross(view: View, step: Step, bridge: End, port: End | undefined, frame: Frame, carried: Carried, go: Go) {
  carried.bridges.push({ bridge, ...(port && { port }) });
  const { out, up } = throughBridge(view, bridge, port, frame);
  if (up) {
    const arrival: Arrival = { end: bridge, ...pick("broken", step, up), ...pick("maybe", step, up) };
    note(arrival, atDevice(view, bridge, "ingress", frame));
    carried.arrivals.push(arrival);
  }
  for (const { end, ...noted } of out) go({ end, way: "out", ...noted }, step);
}

/** Does another link sit on this one (macvlan, vlan …)? */
const isSplit = (view: View, { node, link }: End): boolean =>
  view.ends(node).some((one) => one.link.link === link.ifname && one.link.linkinfo?.info_kind !== "veth");
