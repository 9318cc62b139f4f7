import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCounts } from "./counts.ts";
import { newFolder } from "./folder.ts";

const folder = newFolder("counts");

function countsOf(tests: string, exitCode: number) {
  const file = join(folder, "junit.xml");
  writeFileSync(file, `<?xml version="1.0"?>\n<testsuites name="bun test" ${tests} time="0.1">\n</testsuites>\n`);
  return readCounts(file, exitCode);
}

test("passed, failed and skipped tests are told apart", () => {
  expect(countsOf('tests="9" failures="2" skipped="3"', 1)).toEqual({ passed: 4, failed: 2, skipped: 3 });
});

test("a run that failed although no test did counts as one failure", () => {
  expect(countsOf('tests="4" failures="0" skipped="0"', 1)).toEqual({ passed: 4, failed: 1, skipped: 0 });
});

test("a run without a test, or without a report, counts as one failure", () => {
  expect(countsOf('tests="2" failures="0" skipped="2"', 0).failed).toBe(1);
  expect(readCounts(join(folder, "none.xml"), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("what `bun test` itself writes is read", () => {
  const file = join(folder, "some.test.ts");
  writeFileSync(file, 'import { test } from "bun:test";\ntest("a", () => {});\ntest.todo("b");\n');
  const report = join(folder, "report.xml");
  const argv = [process.execPath, "test", "--reporter=junit", `--reporter-outfile=${report}`];
  const { exitCode } = Bun.spawnSync(argv, { cwd: folder, stdout: "ignore", stderr: "ignore" });
  expect(readCounts(report, exitCode)).toEqual({ passed: 1, failed: 0, skipped: 1 });
});
