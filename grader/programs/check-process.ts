// Runs files of checks against worlds and prints TAP: a process of its own, so that whatever a check does ends with it.
// bun grader/programs/check-process.ts REQUEST     one, as JSON: see judge.ts
// bun grader/programs/check-process.ts             a request on each line of standard input; after its answer a line "# judged"

import { leaveWith } from "../../harness/ground/error.ts";
import { speak } from "../../harness/ground/spoken.ts";
import { endWithParent } from "../../harness/kernel/parent.ts";
import { writeStdout } from "../../harness/kernel/stdout.ts";
import { judge, measure, type Request } from "../judging/judge.ts";

speak("en"); // for whoever started it, who puts it into the reader's words
process.on("uncaughtException", leaveWith);
endWithParent();
const [request] = process.argv.slice(2);
if (request) {
  const asked: Request = JSON.parse(request);
  if (asked.isStart) writeStdout(JSON.stringify(await measure(asked)));
  else await judge(asked, writeStdout);
} else
  for await (const line of console) {
    await judge(JSON.parse(line), writeStdout);
    writeStdout("# judged\n");
  }
process.exit(0);
