// A class is graded, and at a random moment one of the grader's own processes is killed: itself, a check process, what holds a
// world. The next command must grade what is missing as if nothing had been, and nothing may be left.
// bun test/killed.ts [--times N] [--seed N] [--as root|user]

import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { childrenOf, commandOf, killIfThere } from "../harness/ground/proc.ts";
import { newFolder } from "./folder.ts";
import { batch, gradesIn, groupsOf, isOurs, outcomesOf } from "./hostile/killing.ts";
import { watchMachine } from "./left.ts";
import { everybody, start, type Who } from "./who.ts";

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: { times: { type: "string", default: "100" }, seed: { type: "string" }, as: { type: "string" } },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const machine = await watchMachine("killed");
chmodSync(machine.env.TMPDIR!, 0o1777);

const longest = 300_000; // ms: others on the machine may make it slow

const isOver = (exited: Promise<unknown>): Promise<boolean> =>
  Promise.race([exited.then(() => true), Bun.sleep(longest).then(() => false)]);

const nameOf = (pid: number): string => {
  const words = commandOf(pid);
  return (
    words.find((word) => /\.ts$/.test(word))?.replace(/^.*\/(?=[^/]+\/[^/]+$)/, "") ?? words[0] ?? "nobody any more"
  );
};

for (const who of everybody({ LANG: machine.env.LANG!, TMPDIR: machine.env.TMPDIR! }).reverse()) {
  const isRoot = who.name === "root";
  if (values.as && (values.as === "root") !== isRoot) continue;
  const { faults, killed } = await killAtRandom(who, Number(values.times));
  console.log(`${who.name}: ${values.times} kills from seed ${seed}: ${faults} faults`);
  for (const [what, count] of [...killed].sort()) console.log(`  ${count} × ${what}`);
  if (faults) process.exitCode = 1;
}
const left = await machine.left();
console.log(left.length ? `left behind:\n${left.join("\n")}` : "the machine is as it was");
process.exit(left.length ? 1 : process.exitCode);

async function killAtRandom(who: Who, times: number) {
  const chance = chanceFrom(seed);
  const folder = newFolder("killed");
  chmodSync(folder, 0o755);
  const dir = join(folder, "class");
  for (const [student, script] of Object.entries(batch)) {
    mkdirSync(join(dir, student), { recursive: true });
    writeFileSync(join(dir, student, "03-bridge.sh"), script);
  }
  const places = join(folder, "out");
  mkdirSync(places);
  chmodSync(places, 0o777);
  let faults = 0;
  const killed = new Map<string, number>();
  const graders: number[] = [];
  const begin = (out: string) => {
    const grader = start(who, "grader/index.ts", dir, "--out", out, "--timeout", "10");
    graders.push(grader.pid);
    return grader;
  };
  const first = join(places, "first");
  const since = performance.now();
  await begin(first).exited;
  const length = performance.now() - since;
  const wanted = outcomesOf(gradesIn(first));
  for (let time = 0; time < times; time++) {
    const out = join(places, String(time));
    const grader = begin(out);
    const moment = Math.round(chance() * length);
    await Promise.race([grader.exited, Bun.sleep(moment)]);
    const ours = oursBelow(grader.pid);
    const victim = chance() < 1 / 3 ? grader.pid : ours[Math.floor(chance() * ours.length)];
    const what = victim === grader.pid ? "the grader" : victim ? nameOf(victim) : "nobody: it had ended";
    killed.set(what, (killed.get(what) ?? 0) + 1);
    const fault = (text: string) => {
      faults++;
      console.log(`  ${time}, ${what}, after ${moment} ms: ${text}`);
    };
    if (victim) killIfThere(victim, "SIGKILL");
    if (!(await isOver(grader.exited))) fault("it did not end");
    const next = begin(out);
    if (!(await isOver(next.exited))) fault("the next one did not end");
    const grades = outcomesOf(gradesIn(out));
    for (const student of Object.keys(batch))
      if (grades[student] !== wanted[student]) fault(`${student}: ${grades[student]}, not ${wanted[student]}`);
    const files = readdirSync(out).sort().join(" ");
    if (files !== readdirSync(first).sort().join(" ")) fault(`files: ${files}`);
    for (const group of groupsOf(graders)) fault(`a control group is left: ${group}`);
  }
  return { faults, killed };
}

/** The processes below it that are no script's. */
function oursBelow(pid: number): number[] {
  const found = [pid];
  for (const parent of found) found.push(...(childrenOf(parent) ?? []).filter(isOurs));
  return found.slice(1);
}

/** Numbers from 0 to 1 that a seed gives again: mulberry32. */
function chanceFrom(begin: number): () => number {
  let state = begin;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
