// Draws the world that this process runs in; `graph` starts it there.

import { mainly } from "../error.ts";
import { openOwnWorld } from "../world/nodes.ts";
import { draw } from "./text.ts";
import { readWorld } from "./world.ts";

await mainly(async () => {
  process.stdout.write(draw(readWorld(openOwnWorld().nodes)));
  return 0;
});
