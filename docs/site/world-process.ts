// Tells what a world looks like: its picture's data and an exercise's answers as a line of JSON, now and after each change. A
// process of its own, since whoever wants to look into a world may have to enter its user namespace first. It ends with its
// standard input and its world.   bun docs/site/world-process.ts PID RECORD ASKED

import { join } from "node:path";
import type { Hidden } from "../../harness/graph/hidden.ts";
import { type DrawnNode, readWorld } from "../../harness/graph/world.ts";
import { leaveWith } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { answerIn } from "../../harness/world/answers.ts";
import { openNameless } from "../../harness/world/nameless.ts";
import { openWorld } from "../../harness/world/nodes.ts";

export type ToldWorld = { nodes: DrawnNode[]; answers: Record<string, string> };

const quiet = 25; // ms without a further change: a command makes several at once
const longest = 150; // ms that a picture waits for the end of many

if (import.meta.main) await tellChanges();

async function tellChanges(): Promise<never> {
  process.on("uncaughtException", leaveWith);
  const [pid = "", record = "", asked = ""] = process.argv.slice(2);
  const { hidden, questions }: { hidden: Hidden; questions: string[] } = JSON.parse(asked);
  const changes = Bun.spawn([process.execPath, join(project, "grader/programs/changes.ts"), pid, record], {
    stdio: ["inherit", "pipe", "inherit"],
  });
  let first = 0;
  let timer: Timer | undefined;
  let before = "";
  const tell = () => {
    first = 0;
    const now = JSON.stringify(told(pid, hidden, questions));
    if (now !== before) process.stdout.write(`${now}\n`);
    before = now;
  };
  for await (const _ of changes.stdout) {
    first ||= performance.now();
    clearTimeout(timer);
    timer = setTimeout(tell, performance.now() - first > longest ? 0 : quiet);
  }
  process.exit(0);
}

/** The world as it is now, without what is asked. */
function told(pid: string, hidden: Hidden, questions: string[]): ToldWorld {
  const world = openWorld(pid);
  const nameless = openNameless(world.host, world.nodes);
  try {
    const answers = questions.flatMap((name) => {
      const words = answerIn(`/proc/${pid}/root`, name)?.join(" ");
      return words ? [[name, words] as const] : [];
    });
    return { nodes: readWorld([...world.nodes, ...nameless], hidden), answers: Object.fromEntries(answers) };
  } finally {
    for (const node of nameless) node.close();
    world.close();
  }
}
