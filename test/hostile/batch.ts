// A class of hostile scripts, with right ones among them, graded as a class is; and what came of it.

import { dlopen, FFIType as T } from "bun:ffi";
import { Database } from "bun:sqlite";
import { chmodSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { LabGrade } from "../../grader/grading/lab-grade.ts";
import { textOf } from "../../harness/ground/files.ts";
import { childrenOf, commandOf, statOf } from "../../harness/ground/proc.ts";
import { right } from "../class/write.ts";
import type { Who } from "../who.ts";
import { type Hostile, rightMark } from "./hostile.ts";
import { makeVictim, type Victim } from "./victim.ts";

const more = 5; // seconds that may go by after a script's limit until it is over
const full = 16;

export type Outcome = { name: string; grade: LabGrade };

export type ClassOptions = {
  /** How many right submissions are among them. */
  rights: number;
  /** Seconds that a script may take. */
  limit: number;
  who: Who;
  /** The uid of who grades, where that is another user. */
  owner?: number | undefined;
};

/** Grades the attacks among right submissions; gives what is wrong with how that went, in words. */
export async function gradeHostileClass(attacks: Hostile[], { rights, limit, who, owner }: ClassOptions) {
  const victim = makeVictim(owner);
  const before = children();
  try {
    becomeReaper();
    const dir = join(victim.folder, "class");
    writeHostileClass(dir, attacks, rights, victim);
    const out = join(victim.home, "..", "out");
    mkdirSync(out);
    chmodSync(out, 0o777);
    const begin = performance.now();
    const said = await run(who, ["grader/index.ts", dir, "--out", out, "--timeout", String(limit)], victim);
    const seconds = Math.round((performance.now() - begin) / 1000);
    const outcomes = outcomesIn(out);
    const faults = [
      ...attacks.flatMap((attack) => faultsOf(attack, outcomes.get(attack.name), victim, limit)),
      ...Array.from({ length: rights }, (_, at) => rightName(at)).flatMap((name) => {
        const grade = outcomes.get(name);
        return grade?.score === full ? [] : [`${name}: ${JSON.stringify(scoreOf(grade))}, not ${full} points`];
      }),
      ...victim.harm(),
      ...steeredIn(out),
      ...children()
        .filter((pid) => !before.includes(pid))
        .map((pid) => `left running: ${pid} ${commandOf(pid).join(" ").slice(0, 100)}`),
      ...(outcomes.size === attacks.length + rights ? [] : [`only ${outcomes.size} were graded: ${said}`]),
    ];
    return { faults, seconds, outcomes };
  } finally {
    victim.remove();
  }
}

const rightName = (at: number) => `right-${String(at).padStart(2, "0")}`;

function writeHostileClass(dir: string, attacks: Hostile[], rights: number, victim: Victim): void {
  const lines = right.join("\n");
  const handIn = (student: string, file: string, text: string) => {
    mkdirSync(join(dir, student), { recursive: true });
    writeFileSync(join(dir, student, file), text);
  };
  for (const { name, script, lab = "03-bridge", ending = ".sh" } of attacks)
    handIn(name, `${lab}${ending}`, victim.aimed(script).replace(new RegExp(`^${rightMark}$`, "m"), lines));
  for (let at = 0; at < rights; at++) handIn(rightName(at), "03-bridge.sh", lines);
}

function outcomesIn(out: string): Map<string, LabGrade> {
  const book = new Database(join(out, "gradebook.sqlite"), { readonly: true });
  const rows = book.query<{ student: string; grade: string }, []>("select student, grade from attempts").all();
  book.close();
  return new Map(rows.map(({ student, grade }) => [student, JSON.parse(grade)]));
}

function faultsOf(attack: Hostile, grade: LabGrade | undefined, victim: Victim, limit: number): string[] {
  const { name, score, ended, says, hides } = attack;
  if (!grade?.script) return [`${name}: was not graded: ${grade?.complaints.join("; ")}`];
  const { script } = grade;
  const all: [boolean | undefined, string][] = [
    [script.seconds <= limit + more, `took ${script.seconds} s`],
    [Number.isInteger(script.status), `has the status ${script.status}`],
    [!victim.isFoundIn(JSON.stringify(grade)), `found a secret: ${script.output.slice(0, 300)}`],
    [score === undefined || grade.score === score, `has ${scoreOf(grade)} points, not ${score}`],
    [!ended || ended.test(script.ended ?? "not"), `was ended: ${script.ended}`],
    [!says || says.test(script.output), `did not say ${says}: ${script.output.slice(0, 300)}`],
    [!hides?.test(script.output), `said ${hides}: ${script.output.slice(0, 600)}`],
    // who changes a world while it is judged may make that take longer than its time: then nobody finds out
    [
      !grade.complaints.length || (attack.isRestless && /it was ended after/.test(`${grade.complaints}`)),
      `complaints: ${grade.complaints.join("; ")}`,
    ],
  ];
  return all.filter(([isRight]) => !isRight).map(([, fault]) => `${name}: ${fault}`);
}

function scoreOf(grade: LabGrade | undefined): string {
  const lost = grade?.checks.filter(({ outcome }) => outcome !== "pass").map(({ id, outcome }) => `${id} ${outcome}`);
  return `${grade?.score}${lost?.length ? ` (${lost.slice(0, 3).join(", ")} …)` : ""}`;
}

/** The reports in which a script's own words steer a terminal, or are markup. */
function steeredIn(out: string): string[] {
  const files = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((name) => !/sqlite/.test(name));
  const isSteered = (name: string) => /\x1b|<script>alert|<b>x<\/b>/.test(textOf(join(out, name)) ?? "");
  return files.filter((name) => isSteered(name) && !name.endsWith(".json")).map((name) => `"${name}" is steered`);
}

async function run(who: Who, line: string[], { environment }: Victim): Promise<string> {
  const child = Bun.spawn([...who.argv, process.execPath, ...line], {
    cwd: who.cwd,
    env: { ...who.env, ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [said] = await Promise.all([child.stderr.text(), child.exited]);
  return said;
}

const PR_SET_CHILD_SUBREAPER = 36; // linux/prctl.h

/** From now on, whoever is left without a parent is a child of this process. */
function becomeReaper(): void {
  const { prctl } = dlopen("libc.so.6", {
    prctl: { args: [T.i32, T.u64, T.u64, T.u64, T.u64], returns: T.i32 },
  }).symbols;
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
}

const children = (): number[] => (childrenOf(process.pid) ?? []).filter((pid) => statOf(pid)?.state !== "Z");
