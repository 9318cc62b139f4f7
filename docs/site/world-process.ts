// Tells what a world looks like: its picture's data as a line of JSON, now and after each change. A process of its own, since
// whoever wants to look into a world may have to enter its user namespace first. It ends with its standard input and its world.
// bun docs/site/world-process.ts PID RECORD HIDDEN

import { join } from "node:path";
import type { Hidden } from "../../harness/graph/hidden.ts";
import { readWorld } from "../../harness/graph/world.ts";
import { leaveWith } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { openWorld } from "../../harness/world/nodes.ts";

const quiet = 25; // ms without a further change: a command makes several at once
const longest = 150; // ms that a picture waits for the end of many

process.on("uncaughtException", leaveWith);
const [pid = "", record = "", hidden = "{}"] = process.argv.slice(2);
const hides: Hidden = JSON.parse(hidden);
const changes = Bun.spawn([process.execPath, join(project, "grader/programs/changes.ts"), pid, record], {
  stdio: ["inherit", "pipe", "inherit"],
});
let first = 0;
let timer: Timer | undefined;
let before = "";
for await (const _ of changes.stdout) {
  first ||= performance.now();
  clearTimeout(timer);
  timer = setTimeout(tell, performance.now() - first > longest ? 0 : quiet);
}
process.exit(0);

function tell(): void {
  first = 0;
  const world = openWorld(pid);
  try {
    const now = JSON.stringify(readWorld(world.nodes, hides));
    if (now !== before) process.stdout.write(`${now}\n`);
    before = now;
  } finally {
    world.close();
  }
}
