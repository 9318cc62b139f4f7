// `bun run ok`: the gate. Format, lint and dependency direction, types, shell scripts, tests.
// Closes with one line, "N passed, N failed"; a stage that failed counts as one failure.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Counts, readCounts } from "./counts.ts";
import { shellScripts } from "./shell-scripts.ts";

const root = join(import.meta.dir, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);
const reports = mkdtempSync(join(tmpdir(), "ok-"));
process.on("exit", () => rmSync(reports, { recursive: true, force: true }));

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

async function tests(): Promise<Counts> {
  const started = performance.now();
  const reportFile = join(reports, "junit.xml");
  const argv = [
    process.execPath,
    "test",
    "--timeout=60000",
    "--max-concurrency=6",
    "--reporter=junit",
    `--reporter-outfile=${reportFile}`,
  ];
  // worlds are torn down by the tests themselves; a test that hangs is ended by its own time-out
  const child = Bun.spawn(argv, { cwd: root, stdin: "ignore", stdout: "inherit", stderr: "inherit" });
  const exitCode = await child.exited;
  const counts = readCounts(reportFile, exitCode);
  report("tests", counts.failed === 0 && exitCode === 0, started);
  return counts;
}

const stages = [
  await stage("format and lint", [bin("biome"), "check", "."]),
  await stage("types", [bin("tsc"), "--noEmit"]),
];
if (Bun.which("shellcheck")) stages.push(await stage("shell scripts", ["shellcheck", ...shellScripts(root)]));
else console.log("       shell scripts        not looked at: shellcheck is not installed (./setup test)");

const counts = await tests();
counts.failed += stages.filter((passed) => !passed).length;
const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
process.exitCode = counts.failed === 0 ? 0 : 1;
