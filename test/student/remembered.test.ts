// An exercise remembers its student: what grades, hints or saves follows. Scripts are graded for the student that is named.

import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gradeWorld } from "../../grader/grading/grade.ts";
import { stepsOf } from "../../harness/lab/starting-point.ts";
import { valuesOf } from "../../harness/student/values.ts";
import { newFolder, runEnvironment } from "../folder.ts";
import { bun as runBun } from "../run.ts";
import { inWorld } from "../world.ts";

const folder = newFolder("student");

const lab = "03-bridge";
const student = "O'Hara 张三";
const { of, further } = valuesOf(lab, student);

const bun = (line: string[], environment: Record<string, string> = {}) =>
  runBun(line, { env: { ...runEnvironment(), XDG_STATE_HOME: folder, ...environment } });
const file = `labs/${lab}.ts`;

const solution = (await stepsOf(lab, { student })).flatMap(({ given, commands }) => (given ? [] : commands)).join("\n");

test("an exercise, from its tasks to the saved script", async () => {
  const begun = await bun([file, "exercise", "--student", ` ${student} `, "--lang", "en"]);
  try {
    expect(begun.out).toContain(of("$ ip netns add docker1"));
    expect(begun.out.match(/Where docker\d{3} is given too/g)).toHaveLength(further);
    expect(begun.out).not.toMatch(/docker\d\b|172\.17\./);

    const hint = await bun([file, "hint", "--lang", "en"]);
    expect(hint.out).toContain(of("ip -d link show docker0"));

    const built = await bun([file, "exec", "host", "--", "sh", "-ec", solution]);
    expect(built.status).toBe(0);
    const { out } = await bun(["grader/index.ts", "03", "--reporter", "json"]);
    expect(JSON.parse(out)).toMatchObject({ score: 18, maxScore: 18, labs: [{ student }] });
    expect((await bun([file, "check"])).status).toBe(0);

    const other = await bun(["grader/index.ts", "03", "--reporter", "json", "--student", "somebody else"]);
    expect(JSON.parse(other.out)).toMatchObject({ score: 0, labs: [{ student: "somebody else" }] });

    const elsewhere = await bun(["grader/index.ts", "03"], { COURSE_SECRET: `not ${process.env.COURSE_SECRET}` });
    expect(elsewhere.err).toContain("was begun with another COURSE_SECRET");
    expect(elsewhere.status).toBe(2);

    const record = join(folder, "container-network-labs", `${lab}.typed`);
    mkdirSync(record, { recursive: true });
    writeFileSync(join(record, "1-1"), "host\x001700000000000000\x000\x001\x000\0ip link\0\n");
    const saved = await bun([file, "save", join(folder, "mine.sh")]);
    expect(saved.out).toContain(`--student='O'\\''Hara 张三'`);
  } finally {
    await bun([file, "down"]);
  }
});

test("without a student: the notes' values, and no further container", async () => {
  try {
    const { out } = await bun([file, "exercise", "--lang", "zh"]);
    expect(out).toContain("$ ip netns add docker2\n$ ip -n docker1 -br link");
    expect(out).not.toContain("docker3");
  } finally {
    await bun([file, "down"]);
  }
});

test("a script is graded for the student that is named", async () => {
  const script = join(folder, "03.sh");
  writeFileSync(script, solution);
  const graded = (whose: string[]) =>
    bun(["grader/index.ts", "03", "--script", script, "--reporter", "json", ...whose]);
  const all = await Promise.all([["--student", student], ["--student", "s2"], []].map(graded)); // wrong ones ping nobody, for long
  const [own, other, notes] = all.map(({ out }) => JSON.parse(out));
  expect(own).toMatchObject({ score: 18, labs: [{ student }] });
  expect(other.score).toBeLessThan(18);
  expect(notes.score).toBeLessThan(16);
});

test.each([
  [[file, "exercise", "--student", "a\nb"], /it holds control characters/],
  [[file, "exercise", "--student="], /it is empty/],
  [[file, "check", "--student", "a"], /and remembers it/],
  [["grader/index.ts", "--reference", "--student", "a"], /takes no --student/],
])("%j is refused with one message", async (line, message) => {
  const { err, status } = await bun(line);
  expect(err).toMatch(message);
  expect(status).toBe(2);
  expect(err.trim().split("\n")).toHaveLength(2);
});

describe("a check in another language", () => {
  for (const whose of [student, undefined])
    test.concurrent(`finds the values of ${whose ?? "the notes"} in its environment`, () =>
      inWorld(async ({ anchor }) => {
        const path = join(folder, `03-values-${whose ? "own" : "notes"}`);
        writeFileSync(
          path,
          `#!/bin/sh\nprintf 'TAP version 14\\n1..1\\nok 1 - %s\\n' "$VALUE_docker1 $VALUE_172_17_0_2 $VALUE_docker0"\n`,
        );
        chmodSync(path, 0o755);
        const files = [{ name: "03-values", path, isExecutable: true }];
        const { checks } = await gradeWorld(lab, anchor.pid, { timeout: 10, files, student: whose });
        expect(checks[0]!.title!).toBe(valuesOf(lab, whose).of("docker1 172.17.0.2 docker0"));
      }));
});
