// What goes wrong in one round of chaos. Each gives in words what it finds wrong by itself; what is left afterwards, and whether the
// next `up` and grade are right, is looked at for all of them alike.

import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { killIfThere } from "../../harness/ground/proc.ts";
import type { Chance } from "../../harness/student/chance.ts";
import { contentOf } from "../class/content.ts";
import { writeClass } from "../class/write.ts";
import { newFolder } from "../folder.ts";
import { startedWith } from "../left.ts";
import { underLoad } from "../load.ts";
import { finish, start as spawn } from "../run.ts";
import { call, start, type Who } from "../who.ts";

export type Round = { who: Who; users: Who[]; lab: string; chance: Chance; mark: string };
type Fault = (round: Round) => Promise<string[]>;

const longest = 2000; // ms after the begin in which somebody is killed: an `up` and a grade are over by then

/** What may be going on when it happens. */
const doings = (lab: string): string[][] => [
  [`labs/${lab}.ts`, "--quiet"],
  [`labs/${lab}.ts`, "exercise", "--quiet"],
  ["grader/index.ts", lab, "--reference"],
  ["grader/index.ts", lab],
  [`labs/${lab}.ts`, "check", "--watch"],
  [`labs/${lab}.ts`, "exec", "host", "--", "sleep", "1000"],
  [`labs/${lab}.ts`, "graph"],
];

/** A message is one or two lines and says no more than what is the matter: a stack trace is none. */
const traced = (err: string): string[] => (/^\s+at .*:\d+/m.test(err) ? [`a stack trace: ${err}`] : []);

/** At a random moment a random process of ours, or of what it started, is killed. */
const killed: Fault = async ({ who, lab, chance, mark }) => {
  await call(who, `labs/${lab}.ts`, "--quiet");
  const child = start(who, ...chance.one(doings(lab)));
  await Bun.sleep(chance.number(0, longest)); // not a wait for a state: the moment of the kill
  const victims = startedWith(mark);
  if (victims.length) killIfThere(chance.one(victims), "SIGKILL");
  child.kill("SIGKILL");
  await child.exited;
  return [];
};

/** All of them at once, as when the machine runs out of memory. */
const allKilled: Fault = async ({ who, lab, chance, mark }) => {
  const child = start(who, ...chance.one(doings(lab)));
  await Bun.sleep(chance.number(0, longest));
  for (const pid of startedWith(mark)) killIfThere(pid, "SIGKILL");
  await child.exited;
  return [];
};

/** The state folder has room for a few bytes only. A full disk is root's to make, in a mount namespace of its own. */
const full: Fault = async ({ who, lab, chance }) => {
  if (who.argv.length) return [];
  const state = who.env.XDG_STATE_HOME!;
  mkdirSync(state, { recursive: true });
  const mounted = `mount -t tmpfs -o size=4k tmpfs "$0" && head -c ${chance.one([0, 3000, 4096])} /dev/zero > "$0/full"; exec "$@"`;
  const argv = ["unshare", "--mount", "--propagation", "private", "sh", "-c", mounted, state, process.execPath];
  const { err, status } = await finish(spawn([...argv, `labs/${lab}.ts`, "--quiet"], who));
  return [...traced(err), ...(status === 0 || err ? [] : [`up on a full disk: status ${status} without a word`])];
};

/** The state folder goes while the lab is up: what is up is then in no book, and ends by itself or is still found. */
const forgotten: Fault = async ({ who, lab }) => {
  const child = start(who, `labs/${lab}.ts`, "--quiet");
  await child.exited;
  const worlds = join(who.env.XDG_STATE_HOME!, "container-network-labs");
  const before = existsSync(worlds);
  rmSync(worlds, { recursive: true, force: true });
  return before ? [] : ["no state folder after up"];
};

/** The clock is years before or after, in one command and not in the other: by faketime's library, never the machine's. */
const clock: Fault = async ({ who, lab, chance }) => {
  const library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";
  if (!existsSync(library) || who.argv.length) return []; // it wants semaphores of the machine, which are for root here and there
  const jumped = {
    ...who,
    env: {
      ...who.env,
      LD_PRELOAD: library,
      FAKETIME_DISABLE_SHM: "1",
      FAKETIME: chance.one(["-3650d", "+3650d", "-1h", "+1h"]),
    },
  };
  const [up, grade] = [chance.one([who, jumped]), chance.one([who, jumped])];
  const found: string[] = [];
  for (const [as, ...line] of [
    [up, `labs/${lab}.ts`, "--quiet"],
    [grade, "grader/index.ts", lab],
    [jumped, `labs/${lab}.ts`, "status"],
  ] as [Who, ...string[]][]) {
    const { err, status, out } = await call(as, ...line);
    if (status !== 0) found.push(`${line.join(" ")} with another clock: status ${status}: ${err || out.slice(0, 500)}`);
  }
  return found;
};

/** The processors are busy with something else. */
const busy: Fault = async ({ who, lab }) => {
  await call(who, `labs/${lab}.ts`, "--quiet");
  const { out, status } = await underLoad(() => call(who, "grader/index.ts", lab));
  return status === 0 ? [] : [`a grade under load: ${out}`];
};

/** Little memory: a limit on what the command may map. It may fail, with a message. */
const scarce: Fault = async ({ who, lab, chance }) => {
  const kilobytes = chance.one([40_000, 120_000, 400_000]);
  const argv = [...who.argv, "sh", "-c", `ulimit -d ${kilobytes}; exec "$@"`, "sh", process.execPath];
  const { err, status } = await finish(spawn([...argv, `labs/${lab}.ts`, "--quiet"], who));
  return status === 0 || err ? [] : [`up with little memory: status ${status} without a word`];
};

/** Both users at once. */
const together: Fault = async ({ users, lab }) => {
  const all = await Promise.all(
    users.map(async (who) => {
      await call(who, `labs/${lab}.ts`, "--quiet");
      return call(who, "grader/index.ts", lab);
    }),
  );
  return all.flatMap(({ status, out, err }) => (status === 0 ? [] : [`two users at once: ${err || out}`]));
};

/** The same command, twice at once: one waits for the other, or says what is the matter. */
const twice: Fault = async ({ who, lab, chance }) => {
  const line = chance.one(doings(lab).filter((words) => !words.includes("sleep") && !words.includes("--watch")));
  const all = await Promise.all([call(who, ...line), call(who, ...line)]);
  return all.flatMap(({ err }) => traced(err));
};

/** The site is open meanwhile, and is killed. */
const site: Fault = async ({ who, lab, chance }) => {
  const server = start(who, "docs/index.ts", "--port", `${chance.number(20_000, 60_000)}`);
  await call(who, `labs/${lab}.ts`, "--quiet");
  await Bun.sleep(chance.number(0, longest / 4));
  const { status, out } = await call(who, "grader/index.ts", lab);
  server.kill("SIGKILL");
  await server.exited;
  return status === 0 ? [] : [`a grade beside the site: ${out}`];
};

/** A class is killed, and begun again: the gradebook has the right grades. */
const classKilled: Fault = async ({ who, chance }) => {
  if (who.argv.length) return []; // the folder is root's
  const folder = newFolder("chaos-class");
  const wanted = writeClass(join(folder, "class"), 4);
  const grading = () => start(who, "grader/index.ts", join(folder, "class"), "--out", join(folder, "out"));
  const child = grading();
  await Bun.sleep(chance.number(0, 3 * longest));
  child.kill("SIGKILL");
  await child.exited;
  await finish(grading());
  const wrong = contentOf(join(folder, "out")).filter(({ student, score }) => wanted.get(student) !== score);
  rmSync(folder, { recursive: true });
  return wrong.map(({ student, score }) => `${student}: ${score}, not ${wanted.get(student)}`);
};

export const faults: Record<string, Fault> = {
  killed,
  "all killed": allKilled,
  "disk full": full,
  "state folder gone": forgotten,
  "another clock": clock,
  "processors busy": busy,
  "little memory": scarce,
  "two users": together,
  "twice at once": twice,
  "site open": site,
  "class killed": classKilled,
};
