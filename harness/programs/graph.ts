// Draws the world that this process runs in; `graph` starts it there.   graph.ts [FORMAT [TITLE]]

import { type Format, formats } from "../graph/formats.ts";
import { readWorld } from "../graph/world.ts";
import { mainly } from "../ground/error.ts";
import { openOwnWorld } from "../world/nodes.ts";

await mainly(async () => {
  const [format = "text", title = ""] = process.argv.slice(2);
  process.stdout.write(formats[format as Format](readWorld(openOwnWorld().nodes), title));
  return 0;
});
