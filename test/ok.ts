// `bun run ok`: the gate. Format, lint and dependency direction, types, shell scripts, tests.
// `bun run ok 03`: what a change to one lab needs. `bun run ok --timings`: measures test/timings.json anew.
// Closes with one line, "N passed, N failed"; a stage that failed counts as one failure.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { labNamed } from "../grader/grading/catalogue.ts";
import { leaveWith, Mistake } from "../harness/ground/error.ts";
import { type Counts, readCounts } from "./counts.ts";
import { newFolder, runEnvironment } from "./folder.ts";
import { shellScripts } from "./shell-scripts.ts";
import { ordinaryUser } from "./user.ts";

const root = join(import.meta.dir, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);

process.on("uncaughtException", leaveWith);
const { isMeasuring, lab } = asked(process.argv.slice(2));

/** The gate of all, or of one lab. */
function asked(words: string[]): { isMeasuring: boolean; lab: string | undefined } {
  const [word, more] = words;
  if (more !== undefined) throw new Mistake(`Too many words: "${more}"`, "bun run ok [LAB]");
  if (word === undefined || word === "--timings") return { isMeasuring: word !== undefined, lab: undefined };
  try {
    return { isMeasuring: false, lab: labNamed(word) };
  } catch (error) {
    const { message, next } = error as Mistake;
    throw new Mistake(message, next?.replace("bun grader", "bun run ok"));
  }
}

/** What holds one lab: there the tests of a lab stand below its name. */
const ofALab = [
  ...["matrix", "proven", "words", "console/console", "needs/needs", "exercise/start"],
  ...["student/exercise", "student/values", "machine/labs"],
].map((name) => `test/${name}.test.ts`);

/** Runs one stage that prints only what is wrong, and says how long it took. */
async function stage(name: string, argv: string[]): Promise<boolean> {
  const started = performance.now();
  const { exitCode, output } = await run(argv);
  report(name, exitCode === 0, started);
  if (exitCode !== 0) console.log(output.trimEnd());
  return exitCode === 0;
}

async function run(argv: string[]): Promise<{ exitCode: number; output: string }> {
  try {
    const child = Bun.spawn(argv, { cwd: root, stdin: "ignore", stdout: "pipe", stderr: "pipe" });
    const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
    return { exitCode: await child.exited, output: stdout + stderr };
  } catch (error) {
    return { exitCode: 127, output: `Cannot start ${argv[0]}: ${(error as Error).message}: run ./setup` };
  }
}

function report(name: string, passed: boolean, started: number): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${passed ? "ok    " : "FAILED"} ${name.padEnd(20)} ${seconds.padStart(6)} s`);
}

// Files side by side, and tests of a file that say so. More at once would not be faster: they would wait for each other in
// the kernel, where all network namespaces share one lock and one neighbour table.
// A test that is not concurrent waits for all those before it, and those after it wait for it: one in each lab's part of a file makes
// every lab wait for the slowest test of the one before.
const files = Math.min(4, Math.max(2, availableParallelism()));
const testsOfAFile = 8;

async function tests(): Promise<Counts> {
  const started = performance.now();
  const reportFile = join(newFolder("report"), "junit.xml");
  ordinaryUser(); // made here, all files share it
  const argv = [
    process.execPath,
    "test",
    "--timeout=60000",
    `--parallel=${files}`,
    `--max-concurrency=${testsOfAFile}`,
    "--timings=test/timings.json", // the files that take longest begin
    ...(isMeasuring ? ["--update-timings"] : []),
    ...(lab ? [`--test-name-pattern=^${lab} `, ...ofALab] : []),
    "--reporter=junit",
    `--reporter-outfile=${reportFile}`,
  ];
  // worlds are torn down by the tests themselves; a test that hangs is ended by its own time-out
  const env = { ...runEnvironment(), ...(!lab && { MATRIX: "part" }) }; // all of it: `bun run errors`
  const child = Bun.spawn(argv, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
  const exitCode = await child.exited;
  const counts = readCounts(reportFile, exitCode);
  if (lab) counts.skipped = 0; // those of other labs
  report("tests", counts.failed === 0 && exitCode === 0, started);
  return counts;
}

const isShellcheckHere = Bun.which("shellcheck") !== null;

const stages = await Promise.all([
  stage("format and lint", [bin("biome"), "check", "."]),
  stage("types", [bin("tsc"), "--noEmit"]),
  stage("types of the site's client", [bin("tsc"), "--noEmit", "-p", "docs/site/client"]),
  ...(isShellcheckHere ? [stage("shell scripts", ["shellcheck", ...shellScripts(root)])] : []),
]);
if (!isShellcheckHere)
  console.log("       shell scripts        not looked at: shellcheck is not installed (./setup test)");

const counts = await tests();
counts.failed += stages.filter((passed) => !passed).length;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
