// The file of a course: its form, and the points that follow from it.

import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { lostByLateness, noCourse, readCourse, rounded } from "../../grader/class/course.ts";
import { project } from "../../harness/ground/paths.ts";
import { newFolder } from "../folder.ts";

const folder = newFolder("course");
const validate = new Ajv2020().compile(
  JSON.parse(readFileSync(join(project, "docs/class/course.schema.json"), "utf8")),
);

const fileWith = (content: unknown) => {
  const file = join(folder, "course.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};

test("the example of the page is read, and fits the schema", () => {
  const [, example = ""] =
    /```json\n([\s\S]*?)```/.exec(readFileSync(join(project, "docs/class/README.md"), "utf8")) ?? [];
  expect(validate(JSON.parse(example))).toBe(true);
  expect(readCourse(fileWith(example))).toEqual({
    labs: { "03-bridge": { weight: 2, due: new Date("2026-11-30T23:59").toISOString() }, "04-arp": { weight: 1 } },
    late: { per: "day", percent: 10, of: "reached", grace: 15, most: 50 },
    rounding: { digits: 1, to: "nearest" },
    points: 100,
  });
});

test.each([
  ["{", /JSON/],
  [{}, /it has no labs/],
  [{ labs: { "42": {} } }, /Unknown lab "42"/],
  [{ labs: { "03": { due: "soon" } } }, /lab "03" is due at "soon": write 2026-11-30T23:59/],
  [{ labs: { "03": { due: "2026-11-31T23:59" } } }, /is due at "2026-11-31T23:59": write 2026-11-30T23:59/],
  [{ labs: { "03": { due: "2026-11-30" } } }, /is due at "2026-11-30": write/],
  [{ labs: ["03"] }, /labs is no object/],
  [{ labs: { "03": {}, "3": {} } }, /lab "03-bridge" is there twice/],
  [{ labs: {}, rounding: { digits: 1.5 } }, /rounding.digits is no whole number/],
  [{ labs: { "03": { wieght: 2 } } }, /lab "03" has "wieght", and may have due, weight/],
  [{ labs: {}, late: { per: "week", percent: 1 } }, /late.per is none of minute, hour, day/],
  [{ labs: {}, late: { per: "day", percent: 101 } }, /late.percent is no number from 0 to 100/],
  [{ labs: {}, rounding: { digits: -1 } }, /rounding.digits is no number from 0 to 6/],
])("%j is refused", (content, message) => {
  expect(() => readCourse(fileWith(content))).toThrow(message);
});

test("a time as people write it; a mark that editors put before the file", () => {
  for (const due of ["2026-11-30T23:59", "2026-11-30 23:59", "2026-11-30T23:59:00+08:00", "2028-02-29T00:00Z"])
    expect(readCourse(fileWith(`\ufeff{"labs": {"03": {"due": "${due}"}}}`)).labs["03-bridge"]!.due).toBe(
      new Date(due).toISOString(),
    );
});

test("late work loses by each started part, not within its grace, and no more than the most", () => {
  const course = readCourse(fileWith({ labs: {}, late: { per: "day", percent: 10, grace: 15, most: 50 } }));
  const minute = 60_000;
  const lost = (minutes: number, score = 10) => lostByLateness(course, minutes * minute, score, 16);
  expect([0, 15, 16, 1440, 1441, 99_999].map((minutes) => lost(minutes))).toEqual([0, 0, 1, 1, 2, 5]);
  const ofAll = readCourse(fileWith({ labs: {}, late: { per: "minute", percent: 25, of: "maximum" } }));
  expect(lostByLateness(ofAll, 61_000, 10, 16)).toBe(8);
  expect(lostByLateness(ofAll, 61_000, 3, 16)).toBe(3); // nobody owes points
  expect(lostByLateness(noCourse, 61_000, 3, 16)).toBe(0);
});

test("rounding is of the number as it is written", () => {
  const to = (digits: number, to: "nearest" | "up" | "down", points: number) =>
    rounded({ ...noCourse, rounding: { digits, to } }, points);
  expect([
    to(2, "nearest", 1.005),
    to(1, "up", 0.1 + 0.2),
    to(0, "up", 1.01),
    to(0, "down", 1.99),
    to(1, "nearest", 2.25),
  ]).toEqual([1.01, 0.3, 2, 1, 2.3]);
});
