import { writeFileSync } from "node:fs";
import { Mistake, mainly, reasonOf } from "../harness/error.ts";
import { studentOf } from "../harness/student/id.ts";
import { type Entry, find, findAll } from "../harness/world/registry.ts";
import { labNamed, labNames } from "./catalogue.ts";
import { type Call, readCommandLine, usage } from "./command-line.ts";
import { gradeWorld, type LabGrade } from "./grade.ts";
import { gradeReference } from "./reference.ts";
import { reporterNamed } from "./reporters/index.ts";
import { readScript } from "./script.ts";
import { gradeScript } from "./submission.ts";

await mainly(async () => {
  const call = readCommandLine(process.argv.slice(2));
  if (call.wantsHelp) {
    process.stdout.write(usage);
    return 0;
  }
  if (call.wantsHint) return hint(call);
  if (call.isWatching) return watch(call);
  if (call.out !== undefined) return gradeClass(call, call.out);
  const report = await reporterNamed(call.reporter);
  const grades = await gradeAll(call);
  await write(report(grades, call.language), call.output);
  for (const complaint of grades.flatMap((grade) => grade.complaints)) process.stderr.write(`${complaint}\n`);
  return statusOf(grades);
});

async function gradeClass(call: Call, out: string): Promise<number> {
  const [first, ...more] = call.labs;
  const { gradeFolder, merge } = await import("./class/index.ts");
  if (first === "merge" && more.length) return merge(more, out, call);
  if (!first || more.length) throw new Mistake("Name one folder: the class", "bun grader DIR --out DIR");
  return gradeFolder(first, out, call);
}

async function hint(call: Call): Promise<number> {
  const grade = await gradeEntry(theOne(call), call);
  const { nextHint } = await import("./hint.ts");
  process.stdout.write(nextHint(grade, call.language));
  return statusOf([grade]);
}

async function watch(call: Call): Promise<number> {
  const entry = theOne(call);
  const report = await reporterNamed(call.reporter);
  const { whenever } = await import("./watch.ts");
  const clear = process.stdout.isTTY ? "\x1b[H\x1b[2J" : "";
  let status = 2;
  await whenever(entry.anchor, async () => {
    const grade = await gradeEntry(entry, call);
    status = statusOf([grade]);
    process.stdout.write(clear + report([grade], call.language));
  });
  return status;
}

function theOne({ labs, wantsHint }: Call) {
  return requireUp(theLab(labs, wantsHint ? "--hint" : "--watch"));
}

async function gradeAll(call: Call): Promise<LabGrade[]> {
  if (call.script !== undefined)
    return [await gradeScript(theLab(call.labs, "--script FILE"), readScript(call.script), call)];
  const labs = call.labs.map(labNamed);
  if (call.isReference) return inTurn(labs.length ? labs : labNames(), (lab) => gradeReference(lab, call.timeout));
  const entries = labs.length ? labs.map(requireUp) : findAll();
  if (!entries.length) throw new Mistake("Cannot grade: no lab is up", `bun labs/${labNames()[0]}.ts`);
  return Promise.all(entries.map((entry) => gradeEntry(entry, call)));
}

function gradeEntry(entry: Entry, { timeout, student = studentOf(entry) }: Call): Promise<LabGrade> {
  return gradeWorld(entry.lab, entry.anchor.pid, { timeout, student });
}

function theLab([lab, more]: string[], option: string): string {
  if (!lab || more) throw new Mistake("Name one lab", `bun grader 03 ${option}`);
  return labNamed(lab);
}

function requireUp(lab: string) {
  const entry = find(lab);
  if (!entry) throw new Mistake(`Cannot grade lab "${lab}": it is not up`, `bun labs/${lab}.ts`);
  return entry;
}

/** A few at a time: as many as the machine has cores. */
async function inTurn<T, R>(items: T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let mine = next++; mine < items.length; mine = next++) results[mine] = await work(items[mine]!);
  };
  await Promise.all(Array.from({ length: navigator.hardwareConcurrency }, worker));
  return results;
}

async function write(text: string, file: string | undefined): Promise<void> {
  if (file === undefined)
    await Bun.write(Bun.stdout, text); // all of it, before the process ends
  else
    try {
      writeFileSync(file, text);
    } catch (error) {
      throw new Mistake(`Cannot write the report "${file}": ${reasonOf(error)}`);
    }
}

function statusOf(grades: LabGrade[]): number {
  const outcomes = grades.flatMap((grade) => grade.checks.map((point) => point.outcome));
  if (outcomes.includes("error") || grades.some((grade) => grade.complaints.length)) return 2;
  return outcomes.every((outcome) => outcome === "pass") ? 0 : 1;
}
