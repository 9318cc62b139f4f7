// Tells what a world looks like: its picture's data and an exercise's answers, then the nodes' tables, each as a line of JSON, now and after each change. A
// process of its own, since whoever wants to look into a world may have to enter its user namespace first. It ends with its
// standard input and its world.   bun docs/site/world-process.ts PID RECORD ASKED

import { join } from "node:path";
import { many } from "../../harness/graph/fold.ts";
import type { Hidden } from "../../harness/graph/hidden.ts";
import { type Table, tablesOf } from "../../harness/graph/tables.ts";
import { type DrawnNode, readWorld } from "../../harness/graph/world.ts";
import { leaveWith } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { answerIn } from "../../harness/world/answers.ts";
import { openNameless } from "../../harness/world/nameless.ts";
import { openWorld } from "../../harness/world/nodes.ts";

/** The picture's data comes first: whoever looks waits for it. Then the nodes' tables, by node, where nothing is asked. */
export type ToldWorld = { nodes: DrawnNode[]; answers: Record<string, string> } | { tables: Record<string, Table[]> };

const quiet = 25; // ms without a further change: a command makes several at once
const calm = 150; // ms after a picture until the tables are read: they take longer, and must not keep the next picture waiting
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
  let [timer, later]: (Timer | undefined)[] = [];
  const teller = (read: () => ToldWorld) => {
    let before = "";
    return () => {
      const now = JSON.stringify(read());
      if (now !== before) process.stdout.write(`${now}\n`);
      before = now;
    };
  };
  const tellWorld = teller(() => inWorld(pid, (nodes) => pictured(nodes, pid, hidden, questions)));
  const tellTables = teller(() => inWorld(pid, (nodes) => ({ tables: tabled(nodes) })));
  const tell = () => {
    first = 0;
    tellWorld();
    clearTimeout(later);
    if (!Object.keys(hidden).length) later = setTimeout(tellTables, calm);
  };
  tell(); // what is there need not wait until changes are listened for; their first line tells again
  for await (const _ of changes.stdout) {
    first ||= performance.now();
    clearTimeout(timer);
    timer = setTimeout(tell, performance.now() - first > longest ? 0 : quiet);
  }
  process.exit(0);
}

function inWorld<T>(pid: string, read: (nodes: KernelNode[]) => T): T {
  const world = openWorld(pid);
  const nameless = openNameless(world.host, world.nodes);
  try {
    return read([...world.nodes, ...nameless]);
  } finally {
    for (const node of nameless) node.close();
    world.close();
  }
}

/** The world as it is now, without what is asked. */
function pictured(nodes: KernelNode[], pid: string, hidden: Hidden, questions: string[]): ToldWorld {
  const answers = questions.flatMap((name) => {
    const words = answerIn(`/proc/${pid}/root`, name)?.join(" ");
    return words ? [[name, words] as const] : [];
  });
  return { nodes: readWorld(nodes, hidden), answers: Object.fromEntries(answers) };
}

/** Of a crowd those of the first ones. */
function tabled(nodes: KernelNode[]): Record<string, Table[]> {
  return Object.fromEntries(nodes.slice(0, many).map((node) => [node.name, tablesOf(node)]));
}
