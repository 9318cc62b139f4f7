// Each format by its own rules: its schema where one may be kept here, else the rules of its documentation.

import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { reporterNamed } from "../../grader/reporters/index.ts";
import { newFolder } from "../folder.ts";
import { graded, grades } from "./fixture.ts";

const schema = (name: string) => join(import.meta.dir, "schema", name);
const json = async (name: string, of = grades) => JSON.parse((await reporterNamed(name))(of, "en"));
const points = { pass: 1, fail: 2, skip: 1, error: 1 };

const submission = ["CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL"];
const before = submission.map((name) => process.env[name]);
beforeAll(() => {
  for (const name of submission) process.env[name] = `submit/${name}`;
});
afterAll(() => {
  submission.forEach((name, at) => {
    if (before[at] === undefined) delete process.env[name];
    else process.env[name] = before[at];
  });
});

test.skipIf(!Bun.which("xmllint"))("junit: Jenkins' schema", async () => {
  for (const of of [grades, graded, []]) {
    const xml = (await reporterNamed("junit"))(of, "zh");
    const run = Bun.spawnSync(["xmllint", "--noout", "--schema", schema("junit-4.xsd"), "-"], {
      stdin: Buffer.from(xml),
    });
    expect(run.stderr.toString()).toBe("- validates\n");
  }
});

// surefire-test-report.xsd is not kept here (Apache-2.0, and in no package that could be had): its rules, by hand
test("junit: Surefire's rules for a suite", async () => {
  const xml = (await reporterNamed("junit"))(grades, "en");
  for (const [suite] of xml.matchAll(/<testsuite [^>]*>/g))
    for (const name of ["name", "tests", "errors", "skipped", "failures"]) expect(suite).toContain(` ${name}="`);
  for (const [one] of xml.matchAll(/<testcase [^>]*>/g)) expect(one).toMatch(/ time="[0-9]+\.[0-9]{3}"/);
  for (const [bad] of xml.matchAll(/<(failure|error) [^>]*>/g)) expect(bad).toContain(' type="');
  expect(xml).not.toMatch(/<skipped [^>]/);
  expect(xml.match(/<failure /g)).toHaveLength(2);
  expect(xml.match(/<error /g)).toHaveLength(3);
  expect(xml.match(/<skipped>/g)).toHaveLength(1);
  const sums = ["tests", "failures", "errors"].map((name) =>
    [...xml.matchAll(new RegExp(`<testsuite [^>]*\\b${name}="(\\d+)"`, "g"))].reduce(
      (sum, [, count]) => sum + Number(count),
      0,
    ),
  );
  expect(sums).toEqual([7, 2, 3]);
});

// nor is Ant's JUnit.xsd (Apache-2.0, in no package either): what it asks for beyond those
test("junit: Ant's rules", async () => {
  for (const of of [grades, graded]) {
    const xml = (await reporterNamed("junit"))(of, "zh");
    expect(xml).toContain("<testsuites>");
    const suites = [...xml.matchAll(/<testsuite ([^>]*)>([\s\S]*?)<\/testsuite>/g)];
    expect(suites).toHaveLength(of.length);
    for (const [at, [, attributes = "", body = ""]] of suites.entries()) {
      for (const name of ["name", "timestamp", "hostname", "tests", "failures", "errors", "time", "package"])
        expect(attributes).toContain(`${name}="`);
      expect(attributes).toMatch(/timestamp="\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}"/);
      expect(attributes).toContain(`id="${at}"`);
      const order = [...body.matchAll(/<(properties|testcase|system-out|system-err)\b/g)].map(([, name]) => name);
      expect(order.filter((name) => name !== "testcase")).toEqual(["properties", "system-out", "system-err"]);
      expect(order[0]).toBe("properties");
      expect(order.slice(-2)).toEqual(["system-out", "system-err"]);
    }
  }
});

test("tap13: flat, a plan, a point for each check, no version that an older reader does not know", async () => {
  const text = (await reporterNamed("tap13"))(grades, "en");
  const lines = text.split("\n");
  expect(lines[0]).toBe("TAP version 13");
  expect(lines[1]).toBe("1..7"); // a failure of the grading itself is a point too
  expect(lines.filter((line) => /^(?:not )?ok \d+ - /.test(line))).toHaveLength(7);
  expect(lines.filter((line) => /^\s+(?:not )?ok/.test(line))).toEqual([]);
});

test.skipIf(!Bun.which("prove"))("tap13: prove reads it, and counts what failed", async () => {
  const report = await reporterNamed("tap13");
  const file = join(newFolder("tap13"), "grades.tap");
  writeFileSync(file, report(grades, "zh"));
  const bad = Bun.spawnSync(["prove", "--exec", "cat", file], { env: { ...process.env, LC_ALL: "C" } });
  expect(bad.stdout.toString()).toMatch(/Failed 5\/7 subtests/);
  expect(bad.stdout.toString()).not.toMatch(/Parse errors/);
});

test("ctrf: its schema", async () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(
    JSON.parse(readFileSync(schema("ctrf.json"), "utf8")),
  );
  for (const of of [grades, graded, []]) {
    const report = await json("ctrf", of);
    validate(report);
    expect(validate.errors).toBe(null);
    const { tests, passed, failed, skipped, pending, other } = report.results.summary;
    expect(passed + failed + skipped + pending + other).toBe(tests);
  }
});

// Gradescope has no schema: the fields of its page "Autograder specifications"
test("gradescope: only documented fields, each of its type", async () => {
  const result = await json("gradescope");
  const formats = ["text", "html", "simple_format", "md", "ansi"];
  const visibilities = ["hidden", "after_due_date", "after_published", "visible"];
  const top = ["score", "execution_time", "output", "output_format", "test_output_format", "test_name_format"];
  expect([...top, "visibility", "stdout_visibility", "extra_data", "tests", "leaderboard"]).toContainValues(
    Object.keys(result),
  );
  expect(result.score).toBe(1);
  for (const key of ["output_format", "test_output_format", "test_name_format"]) expect(formats).toContain(result[key]);
  expect(visibilities).toContain(result.visibility);
  expect(visibilities).toContain(result.stdout_visibility);
  const fields = ["score", "max_score", "status", "name", "name_format", "number", "output", "output_format", "tags"];
  for (const one of result.tests) {
    expect([...fields, "visibility", "extra_data"]).toContainValues(Object.keys(one));
    expect(["passed", "failed"]).toContain(one.status);
    expect(one.score).toBeLessThanOrEqual(one.max_score);
    expect([typeof one.name, typeof one.number, typeof one.output]).toEqual(["string", "string", "string"]);
  }
  expect(result.output).toContain("not final");
  expect((await json("gradescope", graded)).output).toStartWith("The script ended");
});

// PrairieLearn has no schema either: the rules of its page "External grading"
test("prairielearn: a share from 0 to 1, or not gradable", async () => {
  const result = await json("prairielearn", graded);
  expect(result).toMatchObject({ gradable: true, score: 1 / 5.5 });
  for (const one of result.tests)
    expect(Object.keys(one)).toEqual(["name", "points", "max_points", "message", "output"]);
  const unsure = await json("prairielearn");
  expect(unsure.gradable).toBe(false);
  expect(unsure.score).toBeUndefined();
  expect(unsure.format_errors).toHaveLength(3);
  expect((await json("prairielearn", [])).score).toBe(0);
});

// result-v1.schema.json of Classroom 50 is in no package: the fields that it asks for, by hand
test("classroom50: whole scores that add up, and only known fields", async () => {
  const result = await json("classroom50", graded);
  for (const name of ["classroom", "assignment", "submission", "commit", "release", "review"])
    expect(result[name]).toMatch(/^submit\//);
  expect(result.schema).toBe("classroom50/result/v1");
  expect(result.datetime).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
  expect([result.score, result["max-score"]]).toEqual([2, 11]); // 1 of 5.5, doubled to be whole
  let sum = 0;
  for (const one of result.tests) {
    expect(one["test-name"].length).toBeGreaterThan(0);
    expect(typeof one.passed).toBe("boolean");
    expect(Number.isInteger(one.score) && Number.isInteger(one["max-score"])).toBe(true);
    sum += one["max-score"];
  }
  expect(sum).toBe(11);
});

test("classroom50: no result where something could not be found out, or where nobody says whose it is", async () => {
  const report = await reporterNamed("classroom50");
  expect(() => report(grades, "en")).toThrow('lab "97-bridge" could not be graded');
  delete process.env.COMMIT_URL;
  expect(() => report(graded, "en")).toThrow("COMMIT_URL is not set");
  process.env.COMMIT_URL = "submit/COMMIT_URL";
});

test("github: one line a command, and nothing else", async () => {
  const lines = (await reporterNamed("github"))(grades, "en").trimEnd().split("\n");
  expect(lines).toHaveLength(points.fail + points.error + 2 + 1); // how the script ran: a notice
  for (const line of lines) expect(line).toMatch(/^::(?:error|notice) title=[^:,]+::[^\r\n]+$/);
});

test("csv: RFC 4180, and no cell begins a formula", async () => {
  const text = (await reporterNamed("csv"))(grades, "en");
  expect(text).toEndWith("\r\n");
  const rows = parseCsv(text);
  expect(rows).toHaveLength(1 + 5 + 2);
  for (const row of rows) {
    expect(row).toHaveLength(11);
    for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  }
  expect(rows[1]![1]).toBe(`'=HYPERLINK("x")`);
  expect(rows[5]!.slice(7, 9)).toEqual(["'+1", "'-1"]);
});

function parseCsv(text: string): string[][] {
  return text
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .slice(0, -1)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"]*))/g)].map(([, quoted, bare]) =>
        quoted === undefined ? bare! : quoted.replaceAll('""', '"'),
      ),
    );
}

test.skipIf(!Bun.which("xmllint"))("html: tags that match, none of the student's, nothing from elsewhere", async () => {
  for (const language of ["en", "zh"] as const) {
    const html = (await reporterNamed("html"))(grades, language);
    expect(html).not.toMatch(/<script|\bsrc=|\bhref=|url\(|@import/);
    const run = Bun.spawnSync(["xmllint", "--html", "--noout", "-"], { stdin: Buffer.from(html) });
    // libxml2 2 knows no element of HTML 5
    const complaints = run.stderr.toString().match(/error : .*/g) ?? [];
    expect(complaints.filter((line) => !/Tag (main|header|section|details|summary) invalid/.test(line))).toEqual([]);
  }
});

test("html: all hints of the course text", async () => {
  const grade = graded[0]!;
  const html = (await reporterNamed("html"))([{ ...grade, lab: "03-bridge" }], "en");
  const list = html.match(/<details>.*<\/details>/)?.[0];
  expect(list?.match(/<li>/g)).toHaveLength(3);
});

test.each(["text", "html", "tap", "github", "junit"])(
  "%s: a megabyte without a line break is told by its end",
  async (name) => {
    const [grade] = grades;
    const script = { status: 1, seconds: 1, output: `${"\0".repeat(1 << 20)}the end` };
    const report = (await reporterNamed(name))([{ ...grade!, script }], "en");
    expect(report).toContain("the end");
    expect(report.length).toBeLessThan(200_000);
  },
);
