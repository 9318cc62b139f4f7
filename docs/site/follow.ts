// Following a lab: whether it is up, what its world looks like, how it is graded. Two processes for a world, for all who look:
// one tells of the world, the other is the grader. Both end with the world, or when nobody looks any more.

import { existsSync, type FSWatcher, mkdirSync, watch } from "node:fs";
import { basename, dirname, join } from "node:path";
import { asOwner } from "../../grader/grading/entering.ts";
import { lockFile } from "../../harness/ground/lock.ts";
import { project } from "../../harness/ground/paths.ts";
import { isAlive } from "../../harness/ground/process.ts";
import { stateDir } from "../../harness/ground/state.ts";
import { exerciseOf, hiddenIn } from "../../harness/lab/own-exercise.ts";
import { recordDir } from "../../harness/lab/record.ts";
import { machineDir } from "../../harness/machine/place.ts";
import { type Entry, find } from "../../harness/world/registry.ts";
import type { CheckedLab } from "./checks.ts";
import { type Known, nothing } from "./live.ts";
import type { ToldWorld } from "./world-process.ts";

type Ended = { kill(signal: NodeJS.Signals): void };
type Tell = (news: Partial<Known>) => void;

/** Tells what is known now, then whatever changes; gives what ends it. */
export function follow(lab: string, tell: Tell): () => void {
  let entry: Entry | undefined;
  let end = () => {};
  const look = () => {
    const now = find(lab);
    if (now?.anchor.pid === entry?.anchor.pid && now?.complete === entry?.complete) return;
    // an exercise is known as one when its starting point is complete
    const isOther = now?.anchor.pid !== entry?.anchor.pid || now?.exercise !== entry?.exercise;
    entry = now;
    if (!isOther) return tell({ entry });
    end();
    tell({ ...nothing, before: undefined, tablesBefore: undefined, grade: undefined, entry });
    end = now?.kind === "sandbox" ? followWorld(now, tell, look) : () => {};
  };
  mkdirSync(stateDir(), { recursive: true, mode: 0o700 });
  const ends = [watchFolder(stateDir(), look), watchFolder(machineDir, look)];
  tell({ entry });
  look();
  return () => {
    for (const unwatch of ends) unwatch();
    end();
  };
}

/** Calls when something changes in the folder, which may not be there yet. */
function watchFolder(folder: string, changed: () => void): () => void {
  let inside: FSWatcher | undefined;
  const enter = () => {
    inside ??= existsSync(folder) ? watch(folder, changed) : undefined;
    return inside !== undefined;
  };
  if (enter()) return () => inside?.close();
  const above = watch(dirname(folder), (_, name) => {
    if (name === basename(folder) && enter()) changed();
  });
  return () => [inside, above].map((each) => each?.close());
}

const mostAgain = 10; // times that a world's reader is started anew: one that fails each time is not

const options = { stdio: ["pipe", "pipe", "ignore"] as ["pipe", "pipe", "ignore"], cwd: project };

function followWorld(entry: Entry, tell: Tell, over: () => void): () => void {
  const { lab, anchor } = entry;
  mkdirSync(recordDir(lab), { recursive: true, mode: 0o700 });
  let isOver = false;
  let again = 0;
  let telling: Ended | undefined;
  const tellWorld = async () => {
    const hidden = await hiddenIn(entry);
    const { questions = [] } = (entry.exercise && (await exerciseOf(lab, entry.student?.id))) || {};
    if (isOver) return;
    telling?.kill("SIGTERM");
    const program = join(project, "docs/site/world-process.ts");
    const asked = JSON.stringify({ hidden, questions });
    const command = [...asOwner(anchor.pid), process.execPath, program, String(anchor.pid), recordDir(lab), asked];
    const child = Bun.spawn(command, options);
    telling = child;
    let last: Known["before"];
    let tables: Known["tablesBefore"];
    void lines(child.stdout, (line) => {
      if (child !== telling) return;
      const told: ToldWorld = JSON.parse(line);
      if ("tables" in told) {
        tell({ tables: told.tables, tablesBefore: tables });
        tables = told.tables;
      } else {
        tell({ nodes: told.nodes, answers: told.answers, questions, hidden, before: last });
        last = told.nodes;
      }
    });
    void child.exited.then(() => {
      over();
      // it read what was being taken away: what is left is read anew
      if (!isOver && child === telling && isAlive(anchor) && again++ < mostAgain) void tellWorld();
    });
    return hidden;
  };
  let hidden = tellWorld();
  const grades = (grade: CheckedLab) => {
    tell({ grade });
    // what was asked may be shown once all is done
    if (!grade.isEarly && grade.score === grade.maxScore)
      hidden = hidden.then((before) => (before && Object.keys(before).length ? tellWorld() : before));
  };
  let grader: Ended | undefined;
  // a lab that is being built sends traffic and listens to it: the grader's own would drown that (xtables-monitor ends there)
  const builder = entry.complete ? undefined : Bun.spawn(["flock", lockFile(lab), "true"], options);
  const judge = () => {
    if (!isOver) grader = followGrades(lab, grades);
  };
  if (builder) void builder.exited.then(judge);
  else judge();
  return () => {
    isOver = true;
    for (const child of [telling, builder, grader]) child?.kill("SIGTERM");
  };
}

/** The grader, again at every change. */
function followGrades(lab: string, each: (grade: CheckedLab) => void): Ended {
  const words = [lab, "--watch", "--early", "--reporter", "json", "--lang", "en"]; // the words come later, in each language
  const grader = Bun.spawn([process.execPath, join(project, "grader/index.ts"), ...words], options);
  let report = "";
  void lines(grader.stdout, (line) => {
    report += line;
    if (line !== "}") return; // a report ends with the brace that it began with
    const [grade] = (JSON.parse(report) as { labs: CheckedLab[] }).labs;
    report = "";
    if (grade && !grader.killed) each(grade);
  });
  return grader;
}

async function lines(stream: ReadableStream<Uint8Array>, each: (line: string) => void): Promise<void> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    const all = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = all.pop()!;
    for (const line of all) each(line);
  }
}
