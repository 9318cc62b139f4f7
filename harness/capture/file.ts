import type { Sighting } from "./capture.ts";
import { pcapng } from "./pcapng.ts";
import { type Place, placeOf } from "./topology.ts";

/** The sightings as a pcapng file for Wireshark: an interface block for each node and interface. */
export function captureFile(sightings: Sighting[], lost: number): Uint8Array {
  const inOrder = sightings.toSorted((one, other) => Number(one.time - other.time));
  const places = [...new Set(inOrder.map(placeOf))];
  const at = new Map<Place, number>(places.map((place, index) => [place, index]));
  const interfaces = places.map((place) => {
    const [node = "", ifname = ""] = place.split(" ");
    return { node, ifname, ...(lost && { lost }) };
  });
  const packets = inOrder.map((sighting) => ({ ...sighting, interface: at.get(placeOf(sighting))! }));
  return pcapng(interfaces, packets);
}
