import { Mistake } from "../ground/error.ts";
import { isIP } from "../ground/ip.ts";
import { nearest } from "../ground/nearest.ts";
import { nodesOf, requireNode } from "../world/enter.ts";
import type { World } from "../world/world.ts";

/** Throws where a ping's source is no node, or its destination neither node nor address. `call`: the verb that sends it. */
export function requireEnds(world: World, call: string, source: string, destination: string): void {
  const nodes = nodesOf(world);
  if (!nodes.includes(source)) requireNode(world, source, (known) => `${call} ${known} ${destination}`);
  if (isIP(destination) || nodes.includes(destination)) return;
  throw new Mistake(
    `Cannot find "${destination}": it is no address, and the nodes are: ${nodes.join(", ")}`,
    `${call} ${source} ${nearest(destination, nodes) ?? "DST"}`,
  );
}
