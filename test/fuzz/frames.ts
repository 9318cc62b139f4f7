// Frames: whatever a world sends, it is dissected, told in a line and put into a story.

import fc from "fast-check";
import type { Sighting } from "../../harness/capture/capture.ts";
import { dissect, packetKey, summary } from "../../harness/capture/dissect/index.ts";
import { fatesOf, rewritten } from "../../harness/capture/fate.ts";
import type { Hop } from "../../harness/capture/hop.ts";
import { firstTurn, loopsOf, withoutRepeats } from "../../harness/capture/loop.ts";
import { pcapng } from "../../harness/capture/pcapng.ts";
import { hopsOf, story } from "../../harness/capture/story.ts";
import { emptyTopology, type Place, placeOf, type Topology } from "../../harness/capture/topology.ts";
import { frames } from "../capture/frames.ts";
import { bytes, nearly, type Properties, property } from "./property.ts";

const known = Object.values(frames).map(([frame]) => frame);
const frame = fc.oneof({ weight: 4, arbitrary: nearly(known) }, { weight: 1, arbitrary: bytes() });

const ports = [0, 1, 2, 3];
const cables = ports.map((at): [Place, Place] => [`host v${at}`, `n${at} eth0`]);
const topology: Topology = {
  ...emptyTopology(),
  peers: new Map(cables.flatMap(([near, far]) => [[near, far] as const, [far, near] as const])),
  bridges: new Map(ports.map((at) => [`host v${at}`, at < 3 ? "br0" : "br1"] as const)),
  addresses: new Map([["n0", new Set(["192.0.2.1"])]]),
};
const places = [...cables.flat(), "host br0", "host br1", "host lo", "host t0", "n0 t0", "n1 x"];

const sightings = fc
  .array(fc.record({ place: fc.constantFrom(...places), isOut: fc.boolean(), at: fc.nat(2) }), { maxLength: 14 })
  .map((list) =>
    list.map(({ place, isOut, at }, time): Sighting => {
      const [node = "", ifname = ""] = place.split(" ");
      const frame = known[at]!;
      const direction = isOut ? "out" : "in";
      return { node, ifname, direction, cast: "host", time: BigInt(time), bytes: frame, length: frame.length };
    }),
  );

/** What story.ts does, said as it is meant: of all earlier hops of an equal frame, the latest that fits. */
function slowStory(all: readonly Sighting[]): { from: number | undefined }[] {
  const hops: { sighting: Sighting; key: string; isFollowed: boolean }[] = [];
  return all.map((sighting) => {
    const key = packetKey(dissect(sighting.bytes), sighting.bytes);
    const fits = (hop: (typeof hops)[number]) => hop.key === key && precedes(hop, sighting);
    const from = hops.findLastIndex(fits);
    if (from >= 0) hops[from]!.isFollowed = true;
    hops.push({ sighting, key, isFollowed: false });
    return { from: from < 0 ? undefined : from };
  });
}

function precedes(hop: { sighting: Sighting; isFollowed: boolean }, now: Sighting): boolean {
  const { sighting: before, isFollowed } = hop;
  const { peers, bridges } = topology;
  const [itsBridge, bridge] = [bridges.get(placeOf(before)), bridges.get(placeOf(now))];
  const isHere = before.node === now.node;
  if (now.direction === "in") {
    if (before.direction === "in") return isHere && itsBridge === now.ifname;
    if (isFollowed) return false;
    const peer = peers.get(placeOf(now));
    if (peer) return placeOf(before) === peer;
    return now.ifname === "lo" ? placeOf(before) === placeOf(now) : !peers.has(placeOf(before));
  }
  if (!isHere) return false;
  if (!bridge) return before.direction === "in" && !itsBridge;
  return before.direction === "in" ? itsBridge === bridge : before.ifname === bridge;
}

export const properties: Properties = {
  "a frame is dissected, told in a line and given a key, whatever its bytes": property(frame, (bytes) => {
    const found = dissect(bytes);
    if (!summary(found) || !packetKey(found, bytes)) return false;
    JSON.stringify(found);
  }),
  "a frame and what follows it in a story are those that the words say": property(sightings, (all) => {
    const packets = story(all, topology);
    const hops = packets.flatMap(hopsOf);
    if (hops.length !== all.length) return false;
    const numberOf = (hop: Hop | undefined) => hop && Number(hop.time); // times are the sightings' numbers
    const froms = new Map(hops.map((hop) => [numberOf(hop), numberOf(hop.from)]));
    return slowStory(all).every(({ from }, at) => froms.get(at) === from);
  }),
  "a story is told and kept, whatever was sighted": property(sightings, (all) => {
    const packets = story(all, topology);
    const loops = loopsOf(packets, topology);
    const fateOf = fatesOf({ packets, own: new Set(packets), from: "host", answered: false, topology });
    for (const packet of withoutRepeats(packets, loops))
      for (const hop of firstTurn(packet, loops)) [fateOf(hop), rewritten(hop)];
    const file = pcapng(
      [{ node: "host", ifname: "v0" }],
      all.map((sighting) => ({ ...sighting, interface: 0 })),
    );
    return file.length % 4 === 0;
  }),
};
