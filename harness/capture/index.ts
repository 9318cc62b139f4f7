// Walks one ping in the world that this process runs in; `walk` starts it there.  index.ts SRC DST FORMAT LANGUAGE

import { writeSync } from "node:fs";
import { mainly } from "../error.ts";
import type { Language } from "../text/language.ts";
import { walkOwnWorld } from "./own-world.ts";

await mainly(async () => {
  const [source = "", target = "", format = "", language = ""] = process.argv.slice(2);
  const out = await walkOwnWorld(source, target, format, language as Language);
  for (let rest = Buffer.from(out as string); rest.length; ) rest = rest.subarray(writeSync(1, rest));
  return 0;
});
