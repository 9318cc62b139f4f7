// Walks one ping in the world that this process runs in; `walk` starts it there.  walk.ts SRC DST FORMAT LANGUAGE [SIZE [HIDDEN]]

import { walkJson } from "../capture/json.ts";
import { hopsOf } from "../capture/story.ts";
import { drawWalk, tellWalk } from "../capture/text.ts";
import { walk } from "../capture/walk.ts";
import { inWords, stopOf } from "../explain/walked.ts";
import { type Hidden, isHiddenWalk, tellsReasons } from "../graph/hidden.ts";
import { Mistake, mainly } from "../ground/error.ts";
import { writeStdout } from "../kernel/stdout.ts";
import type { Language } from "../text/language.ts";
import { endsOf } from "../world/ends.ts";
import { openOwnWorld } from "../world/nodes.ts";

const words: Record<Language, string> = {
  en: "Cannot tell this ping's way while the exercise's questions are open: it is what they ask",
  zh: "练习的问题还没有全部答对，不能讲这个 ping 的路：这正是要你回答的",
};
const tcpdump = (node: string): string =>
  node === "host" ? "tcpdump -eni any" : `ip netns exec ${node} tcpdump -eni eth0`;

await mainly(async () => {
  const [source = "", target = "", format = "", language = "", size = "", asked = "{}"] = process.argv.slice(2);
  const { nodes } = openOwnWorld();
  const { from, to, address } = endsOf(nodes, source, target);
  const hidden: Hidden = JSON.parse(asked);
  if (isHiddenWalk(hidden, [from.name, to?.name], address))
    throw new Mistake(words[language as Language], tcpdump(from.name));
  const named = to?.name === target ? { to } : {};
  const walked = await walk(nodes, { from, address, ...named, ...(size === "" ? {} : { size: Number(size) }) });
  if (format === "pcapng") {
    const { captureFile } = await import("../capture/file.ts");
    writeStdout(captureFile(walked.packets.flatMap(hopsOf), walked.lost));
    return 0;
  }
  const stop = tellsReasons(hidden) ? stopOf(nodes, walked) : undefined;
  const spoken = language as Language;
  const why = inWords(stop, spoken);
  if (format === "text") writeStdout(drawWalk(walked, spoken, why));
  else if (format === "json") writeStdout(walkJson(walked, tellWalk(walked, spoken, why), stop));
  else {
    const { walkSvg } = await import("../capture/picture.ts");
    const { readWorld } = await import("../graph/world.ts");
    writeStdout(walkSvg(walked, readWorld(nodes, hidden), tellWalk(walked, spoken, why), why?.node));
  }
  return 0;
});
