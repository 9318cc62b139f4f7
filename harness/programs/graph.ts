// Draws the world that this process runs in; `graph` starts it there.   graph.ts [FORMAT [TITLE]]

import { type Format, formats } from "../graph/formats.ts";
import { readWorld } from "../graph/world.ts";
import { mainly } from "../ground/error.ts";
import { openNameless } from "../world/nameless.ts";
import { openOwnWorld } from "../world/nodes.ts";

await mainly(async () => {
  const [format = "text", title = ""] = process.argv.slice(2);
  const { host, nodes } = openOwnWorld();
  process.stdout.write(formats[format as Format](readWorld([...nodes, ...openNameless(host, nodes)]), title));
  return 0;
});
