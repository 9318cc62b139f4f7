// Draws the world that this process runs in; `graph` starts it there.   graph.ts [FORMAT [TITLE [HIDDEN [ASKED]]]]

import { type Format, formats } from "../graph/formats.ts";
import { readWorld } from "../graph/world.ts";
import { mainly } from "../ground/error.ts";
import { writeStdout } from "../kernel/stdout.ts";
import { openNameless } from "../world/nameless.ts";
import { openOwnWorld } from "../world/nodes.ts";

await mainly(async () => {
  const [format = "text", title = "", hidden = "{}", asked = "[]"] = process.argv.slice(2);
  const { host, nodes } = openOwnWorld();
  const world = readWorld([...nodes, ...openNameless(host, nodes)], JSON.parse(hidden));
  writeStdout(formats[format as Format](world, title, JSON.parse(asked)));
  return 0;
});
