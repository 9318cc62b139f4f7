// Runs inside a world: one walk, told and as a file for Wireshark.   walked.ts SRC DST SIZE

import { captureFile } from "../../harness/capture/file.ts";
import { walkJson } from "../../harness/capture/json.ts";
import { hopsOf } from "../../harness/capture/story.ts";
import { tellWalk } from "../../harness/capture/text.ts";
import { walk } from "../../harness/capture/walk.ts";
import { endsOf } from "../../harness/world/ends.ts";
import { openOwnWorld } from "../../harness/world/nodes.ts";

const [source = "", target = "", size = ""] = process.argv.slice(2);
const { nodes } = openOwnWorld();
const walked = await walk(nodes, { ...endsOf(nodes, source, target), size: Number(size) });
const file = captureFile(walked.packets.flatMap(hopsOf), walked.lost);
console.log(
  JSON.stringify({ told: walkJson(walked, tellWalk(walked, "en")), file: Buffer.from(file).toString("base64") }),
);
