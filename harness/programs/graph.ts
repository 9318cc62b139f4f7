// Draws the world that this process runs in; `graph` starts it there.

import { draw } from "../graph/text.ts";
import { readWorld } from "../graph/world.ts";
import { mainly } from "../ground/error.ts";
import { openOwnWorld } from "../world/nodes.ts";

await mainly(async () => {
  process.stdout.write(draw(readWorld(openOwnWorld().nodes)));
  return 0;
});
