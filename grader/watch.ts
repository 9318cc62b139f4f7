// Grading again as the kernel changes: ip(8) and nft(8) say when (rtnetlink and nf_tables notifications).

import { mkdirSync, watch as watchFolder } from "node:fs";
import { namesDir } from "../harness/machine/place.ts";
import { entering, insideEnvironment, nodesOf, onNode } from "../harness/world/enter.ts";
import { isAlive, type ProcessId } from "../harness/world/process.ts";

/** ms without a further change: a command makes several at once. */
const quiet = 80;

// neighbours are left out: the grader's own probes change them
const monitors = [
  ["ip", "monitor", "link", "address", "route", "rule", "netconf"],
  ["nft", "monitor", "ruleset"],
];

/** Calls `grade` now, and after each change in the world, until the world ends. Enter on the terminal grades too. */
export async function whenever(anchor: ProcessId, grade: () => Promise<void>): Promise<void> {
  let wake = () => {};
  const changes = new Map<string, Bun.Subprocess[]>();
  const changed = () => wake();
  const follow = () => {
    const nodes = nodesOf(anchor);
    for (const node of nodes.filter((name) => !changes.has(name)))
      changes.set(
        node,
        monitors.map((command) => monitor(anchor, node, command, changed)),
      );
    for (const [node, children] of [...changes].filter(([name]) => !nodes.includes(name))) {
      for (const child of children) child.kill();
      changes.delete(node);
    }
  };
  if (anchor.onMachine) mkdirSync(namesDir, { recursive: true }); // `ip netns add` makes it with the first name
  const names = watchFolder(`/proc/${anchor.pid}/root/run/netns`, changed);
  process.stdin.on("data", changed);
  try {
    while (isAlive(anchor)) {
      const next = new Promise<void>((resolve) => {
        wake = resolve;
      });
      follow();
      await grade();
      await next;
      await Bun.sleep(quiet);
    }
  } finally {
    names.close();
    process.stdin.pause();
    for (const child of [...changes.values()].flat()) child.kill();
  }
}

function monitor(anchor: ProcessId, node: string, command: string[], changed: () => void): Bun.Subprocess {
  const child = Bun.spawn([...entering(anchor), ...onNode(node, anchor), ...command], {
    stdio: ["ignore", "pipe", "ignore"],
    env: insideEnvironment(),
  });
  (async () => {
    for await (const _ of child.stdout) changed();
    changed(); // it ends with the node, or with the world
  })();
  return child;
}
