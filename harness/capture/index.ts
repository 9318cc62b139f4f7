// Walks one ping in the world that this process runs in; `walk` starts it there.  index.ts SRC DST FORMAT LANGUAGE

import { writeSync } from "node:fs";
import { mainly } from "../error.ts";
import type { Language } from "../text/language.ts";
import { nodeNamed } from "../world/ends.ts";
import { openOwnWorld } from "../world/nodes.ts";
import { destination } from "./destination.ts";
import { walkJson } from "./json.ts";
import { hopsOf } from "./story.ts";
import { drawWalk } from "./text.ts";
import { type Walk, walk } from "./walk.ts";

type Form = (walked: Walk, language: Language) => string | Uint8Array | Promise<Uint8Array>;

const forms: Record<string, Form> = {
  text: drawWalk,
  json: walkJson,
  pcapng: async ({ packets, lost }) => (await import("./file.ts")).captureFile(packets.flatMap(hopsOf), lost),
};

await mainly(async () => {
  const [source = "", target = "", format = "", language = ""] = process.argv.slice(2);
  const { nodes } = openOwnWorld();
  const from = nodeNamed(nodes, source);
  const out = await forms[format]!(await walk(nodes, from, destination(nodes, from, target)), language as Language);
  for (let rest = Buffer.from(out as string); rest.length; ) rest = rest.subarray(writeSync(1, rest));
  return 0;
});
