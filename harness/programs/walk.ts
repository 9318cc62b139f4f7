// Walks one ping in the world that this process runs in; `walk` starts it there.  walk.ts SRC DST FORMAT LANGUAGE [SIZE]

import { walkJson } from "../capture/json.ts";
import { hopsOf } from "../capture/story.ts";
import { drawWalk, tellWalk } from "../capture/text.ts";
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
  const why = inWords(stop, spoken);
  if (format === "text") writeStdout(drawWalk(walked, spoken, why));
  else if (format === "json") writeStdout(walkJson(walked, tellWalk(walked, spoken, why), stop));
  else {
    const { walkSvg } = await import("../capture/picture.ts");
    const { readWorld } = await import("../graph/world.ts");
    writeStdout(walkSvg(walked, readWorld(nodes), tellWalk(walked, spoken, why), why?.node));
  }
  return 0;
});
