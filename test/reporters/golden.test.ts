// Each reporter's report of the same grades, in both languages, sign by sign. To write them anew after a change that
// is meant: GOLDEN=write bun test test/reporters, then read the difference.

import { afterAll, beforeAll, describe, expect, setSystemTime, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { reporterNamed } from "../../grader/reporters/index.ts";
import { newFolder } from "../folder.ts";
import { graded, grades } from "./fixture.ts";

const directory = newFolder("reporters");
const summary = join(directory, "summary.md");
const submission = {
  CLASSROOM: "networks",
  ASSIGNMENT: "lab-03",
  ASSIGNMENT_TYPE: "individual",
  OWNER: "zhang",
  SUBMISSION_TAG: "submit/2026-06-01T14-32-05Z-a1b2c3d",
  COMMIT_URL: "https://example.org/commit/a1b2c3d",
  RELEASE_URL: "https://example.org/release/1",
  REVIEW_URL: undefined,
  USERNAME: undefined,
  GITHUB_STEP_SUMMARY: summary,
};
const before = { ...process.env };

beforeAll(() => {
  setSystemTime(new Date("2026-06-01T14:33:11Z"));
  set(submission);
});
afterAll(() => {
  setSystemTime();
  set(Object.fromEntries(Object.keys(submission).map((name) => [name, before[name]])));
  rmSync(directory, { recursive: true });
});

function set(variables: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(variables))
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
}

function expectGolden(name: string, text: string): void {
  const file = join(import.meta.dir, "golden", name); // .golden: not for the formatter
  if (process.env.GOLDEN === "write") writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
}

const names = ["text", "tap", "tap13", "json", "html", "csv", "junit", "ctrf", "github", "gradescope", "prairielearn"];

describe.each(["en", "zh"] as const)("%s", (language) => {
  test.each(names)("%s", async (name) => {
    const report = await reporterNamed(name);
    const text = report(grades, language);
    if (!["tap", "tap13", "json"].includes(name)) expect(text).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\u202e]/);
    expectGolden(`${name}.${language}.golden`, text);
  });

  test("github's summary", async () => {
    writeFileSync(summary, "");
    (await reporterNamed("github"))(grades, language);
    expectGolden(`github-summary.${language}.golden`, readFileSync(summary, "utf8"));
  });

  test.each(["classroom50", "prairielearn"])("%s, with nothing that could not be found out", async (name) => {
    expectGolden(`${name}-graded.${language}.golden`, (await reporterNamed(name))(graded, language));
  });
});
