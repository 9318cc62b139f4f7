// Walks one ping in the world that this process runs in; `walk` starts it there.  walk.ts SRC DST FORMAT LANGUAGE [SIZE]

import { walkJson } from "../capture/json.ts";
import { hopsOf } from "../capture/story.ts";
import { drawWalk } from "../capture/text.ts";
import { walk } from "../capture/walk.ts";
import { inWords, stopOf } from "../explain/walked.ts";
import { mainly } from "../ground/error.ts";
import { writeStdout } from "../kernel/stdout.ts";
import type { Language } from "../text/language.ts";
import { endsOf } from "../world/ends.ts";
import { openOwnWorld } from "../world/nodes.ts";

await mainly(async () => {
  const [source = "", target = "", format = "", language = "", size] = process.argv.slice(2);
  const { nodes } = openOwnWorld();
  const { from, to, address } = endsOf(nodes, source, target);
  const named = to?.name === target ? { to } : {};
  const walked = await walk(nodes, { from, address, ...named, ...(size === undefined ? {} : { size: Number(size) }) });
  if (format === "pcapng") {
    const { captureFile } = await import("../capture/file.ts");
    writeStdout(captureFile(walked.packets.flatMap(hopsOf), walked.lost));
    return 0;
  }
  const stop = stopOf(nodes, walked);
  const spoken = language as Language;
  writeStdout(format === "json" ? walkJson(walked, stop) : drawWalk(walked, spoken, inWords(stop, spoken)));
  return 0;
});
