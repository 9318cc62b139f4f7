import { existsSync, writeFileSync } from "node:fs";
import { Mistake, mainly, reasonOf } from "../harness/ground/error.ts";
import { identify, isAlive } from "../harness/ground/process.ts";
import { requireRoot } from "../harness/machine/require.ts";
import { studentOf } from "../harness/student/id.ts";
import { type Entry, find, findAll } from "../harness/world/registry.ts";
import { type Call, readCommandLine, usage } from "./command-line.ts";
import { checkFiles, halfFiles, labNamed, labNames, labNamesWithDocker } from "./grading/catalogue.ts";
import { gradeWorld, type LabGrade } from "./grading/grade.ts";
import { gradeReference, gradeReferenceOnMachine } from "./grading/reference.ts";
import { reporterNamed } from "./reporters/index.ts";
import { gradeScript } from "./submissions/grade-script.ts";
import { readScript } from "./submissions/run-script.ts";

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
  const grade = await gradeUp(theOne(call), call);
  const { nextHint } = await import("./exercise/hint.ts");
  process.stdout.write(nextHint(grade, call.language));
  return statusOf([grade]);
}

async function watch(call: Call): Promise<number> {
  const world = theOne(call);
  const report = await reporterNamed(call.reporter);
  const { screen, whenever } = await import("./exercise/watch.ts");
  const stop = new AbortController();
  process.on("SIGINT", () => stop.abort());
  let status = 2;
  let before = "";
  await whenever(world, stop.signal, async () => {
    const grade = await gradeUp(world, call);
    if (stop.signal.aborted || !isAlive(world.anchor)) return; // what it could not read tells nothing
    status = statusOf([grade]);
    if (process.stdout.isTTY && call.reporter === "text")
      return void process.stdout.write(screen(grade, call.language));
    const text = report([grade], call.language);
    if (text !== before) process.stdout.write(text);
    before = text;
  });
  if (!stop.signal.aborted)
    throw new Mistake(`Lab "${world.lab}" is not up any more`, `bun labs/${world.lab}.ts exercise`);
  return status;
}

type Up = Pick<Entry, "lab" | "anchor" | "half" | "student">;

function gradeUp(up: Up, { timeout, half = up.half, student = studentOf(up) }: Call): Promise<LabGrade> {
  const files = half ? halfFiles(up.lab, half) : checkFiles(up.lab);
  return gradeWorld(up.lab, up.anchor.pid, { timeout, student, files });
}

function theOne({ labs, wantsHint, onMachine }: Call) {
  return worldOf(theLab(labs, wantsHint ? "--hint" : "--watch"), onMachine);
}

async function gradeAll(call: Call): Promise<LabGrade[]> {
  if (call.script !== undefined)
    return [await gradeScript(theLab(call.labs, "--script FILE"), readScript(call.script), call)];
  const folder = call.labs.find((word) => /[./]/.test(word) && existsSync(word));
  if (folder) throw new Mistake("Say where the grades of a class go", `bun grader ${folder} --out DIR`);
  const labs = call.labs.map(labNamed);
  if (call.isReference) {
    const all = labs.length ? labs : call.isDocker ? labNamesWithDocker() : labNames();
    if (!call.onMachine) return inTurn(all, navigator.hardwareConcurrency, (lab) => gradeReference(lab, call.timeout));
    const options = [
      ...(call.isMachineAllowed ? ["--yes-this-machine"] : []),
      ...(call.isDocker ? ["--engine", "docker"] : []),
    ];
    return inTurn(all, 1, (lab) => gradeReferenceOnMachine(lab, options, call.timeout));
  }
  const entries = labs.length ? labs.map((lab) => worldOf(lab, call.onMachine)) : allUp(call.onMachine);
  if (!entries.length) throw new Mistake("Cannot grade: no lab is up", `bun labs/${labNames()[0]}.ts`);
  return Promise.all(entries.map((world) => gradeUp(world, call)));
}

function theLab([lab, more]: string[], option: string): string {
  if (!lab || more) throw new Mistake("Name one lab", `bun grader 03 ${option}`);
  return labNamed(lab);
}

function allUp(onMachine: boolean): Up[] {
  return findAll().filter(({ kind }) => kind === "machine" || !onMachine);
}

/** Where the lab is to be graded. On the machine nothing need be up: what stands there may be built by hand. */
function worldOf(lab: string, onMachine: boolean): Up {
  const entry = find(lab, onMachine ? "machine" : undefined);
  if (onMachine || entry?.kind === "machine")
    requireRoot(`grade lab "${lab}" on this machine`, `bun grader ${lab.slice(0, 2)} --machine`);
  if (!entry && onMachine) return { lab, anchor: identify(1)! };
  if (!entry) throw new Mistake(`Cannot grade lab "${lab}": it is not up`, `bun labs/${lab}.ts`);
  return entry;
}

/** A few at a time. */
async function inTurn<T, R>(items: T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const worker = async () => {
    for (let mine = next++; mine < items.length; mine = next++) results[mine] = await work(items[mine]!);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
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
