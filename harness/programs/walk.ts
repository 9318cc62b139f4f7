// Walks one ping in the world that this process runs in; `walk` starts it there.  walk.ts SRC DST FORMAT LANGUAGE

import { writeSync } from "node:fs";
import { walkJson } from "../capture/json.ts";
import { hopsOf } from "../capture/story.ts";
import { drawWalk } from "../capture/text.ts";
import { type Walk, walk } from "../capture/walk.ts";
import { mainly } from "../ground/error.ts";
import type { Language } from "../text/language.ts";
import { endsOf } from "../world/ends.ts";
import { openOwnWorld } from "../world/nodes.ts";

type Form = (walked: Walk, language: Language) => string | Uint8Array | Promise<Uint8Array>;

const forms: Record<string, Form> = {
  text: drawWalk,
  json: walkJson,
  pcapng: async ({ packets, lost }) => (await import("../capture/file.ts")).captureFile(packets.flatMap(hopsOf), lost),
};

await mainly(async () => {
  const [source = "", target = "", format = "", language = ""] = process.argv.slice(2);
  const { nodes } = openOwnWorld();
  const { from, address } = endsOf(nodes, source, target);
  const out = await forms[format]!(await walk(nodes, from, address), language as Language);
  for (let rest = Buffer.from(out as string); rest.length; ) rest = rest.subarray(writeSync(1, rest));
  return 0;
});
