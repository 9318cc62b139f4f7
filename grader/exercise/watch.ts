// Grading again as the world changes: changes.ts says when.

import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import { makeRecordDir } from "../../harness/lab/record.ts";
import type { Entry } from "../../harness/world/registry.ts";
import { asOwner, checkEnvironment } from "../grading/entering.ts";

/** ms without a further change: a command makes several at once. */
const quiet = 80;

/**
 * Calls `grade` now, and after each change in the world, until the world ends or `stop` is sent; never twice at once. `glance` is
 * called at each change too, also while it grades. Enter on the terminal is like a change.
 */
export async function whenever(
  { lab, anchor }: Pick<Entry, "lab" | "anchor">,
  stop: AbortSignal,
  { grade, glance }: { grade: () => Promise<void>; glance: () => Promise<void> },
): Promise<void> {
  const record = makeRecordDir(lab);
  const changes = join(project, "grader/programs/changes.ts");
  const child = Bun.spawn([...asOwner(anchor.pid), process.execPath, changes, String(anchor.pid), record], {
    stdio: ["pipe", "pipe", "inherit"],
    detached: true, // Ctrl-C is for this process, which ends it
    env: checkEnvironment({ isExecutable: true }),
  });
  let isChanged = false;
  let isOver = false;
  let isStale = false;
  let grading: Promise<void> | undefined;
  let failure: unknown;
  let wake = () => {};
  const changed = () => {
    isChanged = true;
    wake();
  };
  const listening = (async () => {
    for await (const _ of child.stdout) changed();
    isOver = true;
    wake();
  })();
  stop.addEventListener("abort", () => wake());
  if (process.stdin.isTTY) process.stdin.on("data", changed);
  const gradeAll = async () => {
    try {
      while (isStale && !isOver && !stop.aborted) {
        isStale = false;
        await grade();
      }
    } catch (error) {
      failure = error;
      isOver = true;
      wake();
    }
    grading = undefined;
  };
  while (!isOver && !stop.aborted) {
    if (isChanged) {
      await Bun.sleep(quiet);
      isChanged = false;
      isStale = true;
      await glance();
      grading ??= gradeAll();
    } else
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  }
  await grading;
  process.stdin.pause();
  child.stdin.end();
  await listening;
  if (failure) throw failure;
  if ((await child.exited) !== 0) throw new Error("Cannot follow the changes in the world");
}
