// Grades on their way out: into the files of learning platforms, by the rules of the course, and changed by hand.

import { describe, expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readCourse } from "../../grader/class/course.ts";
import { columnOf } from "../../grader/class/fill.ts";
import { tableOf } from "../../grader/class/read/table.ts";
import { newFolder } from "../folder.ts";
import { bun } from "../run.ts";
import { outOf } from "./made.ts";

const folder = newFolder("grades");
const grader = (...line: string[]) => bun(["grader/index.ts", ...line, "--lang", "en"]);

const students = [
  { id: "2026001", name: "Ann Lee", account: "11", email: "ann@example.org", scores: { "03-bridge": 16 } },
  { id: "2026002", name: "Ben Ng", account: "12", scores: { "03-bridge": 7 } },
  { id: "2026003", name: "王伟", email: "wei@example.org" },
  { id: "2026004", name: "Dora Paz", scores: { "03-bridge": 3 } },
];

let count = 0;
/** Fills the file; what is in it then, and what was said. */
async function fill(text: string | Uint8Array, ...line: string[]) {
  const file = join(folder, `lms-${count++}.csv`);
  writeFileSync(file, text);
  const out = outOf(students, { labs: ["03-bridge"] }); // one at a time opens a gradebook
  const said = await grader("grades", out, ...line, "--fill", file, "--output", `${file}.out`);
  return { ...said, written: `${file}.out`, text: said.status === 2 ? "" : readFileSync(`${file}.out`, "utf8") };
}

const canvas = `Student,ID,SIS User ID,SIS Login ID,Section,Lab 02 (1001),Lab 03 (1002),Current Score
,,,,,Manual Posting,,
    Points Possible,,,,,10.00,8.00,(read only)
"Lee, Ann",11,2026001,ann,"Mon, 8:00",9.5,,9.5
"Ng, ""Benny"" Ben",12,,bng,"Mon, 8:00",,1,0
"Wei, Wang",13,2026003,wei,,EX,EX,
"Nobody, Ed",99,77,ed,,,,
"Student, Test",5,,deadbeef,,,,\r\n`;

test.concurrent("Canvas' gradebook: one column, by its beginning, in the points that it gives; all else stays byte by byte", async () => {
  const { text, err, status } = await fill(canvas, "--column", "Lab 03");
  expect(text).toBe(
    canvas
      .replace("9.5,,9.5", "9.5,8,9.5")
      .replace(",,1,0", ",,3.5,0")
      .replaceAll("\n", "\r\n")
      .replace("\r\r\n", "\r\n"),
  );
  expect(err).toBe(`2 filled in "Lab 03 (1002)"
scaled from 16 to 8 points
Wei, Wang: nothing handed in; "EX" stays
in the file, not in the class: Nobody, Ed, Student, Test
in the class, not in the file: Dora Paz
`);
  expect(status).toBe(1);
});

test.concurrent("what the platform reckons itself is refused, and what is there twice", async () => {
  const readOnly = await fill(canvas, "03", "--column", "Current Score");
  expect(readOnly).toMatchObject({ status: 2, err: expect.stringContaining('"Current Score" is read-only') });
  const unknown = await fill(canvas, "--column", "Lab 33");
  expect(unknown.err).toContain('"Lab 33" is for cannot be told');
  const identity = await fill(canvas, "03", "--column", "SIS User ID");
  expect(identity.err).toContain('"SIS User ID" says who somebody is');
});

test.concurrent("Moodle's grading worksheet: by its number, what may not be changed stays, the mark stays", async () => {
  const moodle =
    "\ufeff" +
    `Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed","Last modified (grade)","Feedback comments"
"Participant 11","Ann Lee",a@example.org,"Submitted for grading",-,16.00,Yes,-,
"Participant 12","Ben Ng",,"Submitted for grading",2.00,16.00,No,-,"two
lines"
"Participant 88","Dora Paz",,,,16.00,Yes,-,
"Participant 90","Wei Wang",wei@example.org,,,16.00,Yes,-,
`;
  const { text, err } = await fill(moodle, "03", "--column", "Grade");
  expect(text).toBe(
    moodle
      .replace('"Submitted for grading",-,16.00,Yes', '"Submitted for grading",16,16.00,Yes')
      .replace('"Dora Paz",,,,', '"Dora Paz",,,3,')
      .replace("wei@example.org,,,", "wei@example.org,,0,"),
  );
  expect(err).toContain('Ben Ng: the platform lets it not be changed; it is "2.00"');
});

test.concurrent("two rows of one name: the grade is in the one that a number or an address tells, and the other is named", async () => {
  const told = await fill(
    "Student,ID,SIS User ID,Lab 03\nBen Ng,12,,\nBen Ng,77,9,\nDora Paz,81,,\nDora Paz,82,,\nAnn Lee,11,,EX\n",
    ...["--column", "Lab 03"],
  );
  expect(told.text).toBe(
    "Student,ID,SIS User ID,Lab 03\nBen Ng,12,,7\nBen Ng,77,9,\nDora Paz,81,,\nDora Paz,82,,\nAnn Lee,11,,EX\n",
  );
  expect(told.err).toBe(`1 filled in "Lab 03"
Ann Lee: excused; "EX" stays
more than one row fits one of the class: Dora Paz (81), Dora Paz (82)
in the file, not in the class: Ben Ng (77)
in the class, not in the file: 王伟
`);
  const worksheet = "Identifier,Full name,ID number,Grade,Maximum Grade\nParticipant 1,B. N.,2026002,-,16\n";
  expect((await fill(worksheet, "03", "--column", "Grade")).text).toContain("2026002,7,16");
  const none = await fill("ID number,Lab 03\n2026003,-\n", "--column", "Lab 03");
  expect(none.text).toBe("ID number,Lab 03\n2026003,0\n"); // Moodle's "-" is no grade
});

test.concurrent("a lab that nobody was graded for is nought for nobody; points by hand are a grade", async () => {
  const never = await fill("ID,Lab 04\n2026001,\n", "--column", "Lab 04");
  expect(never).toMatchObject({ status: 2, err: expect.stringMatching(/^Lab "04-arp" was not graded in/) });
  const out = outOf(students, { labs: ["03-bridge"] });
  await grader("adjust", out, "2026003", "03", "+3", "--why", "told it to me");
  const file = join(folder, "by-hand.csv");
  writeFileSync(file, "ID,Lab 03\n2026003,0\n");
  expect((await grader("grades", out, "--fill", file, "--column", "Lab 03")).out).toBe("ID,Lab 03\n2026003,3\n");
  const fileless = await grader("grades", out, "--column", "Lab 03");
  expect(fileless).toMatchObject({ status: 2, err: expect.stringContaining("Say which file the column is filled in") });
});

test.concurrent("Moodle's gradebook, with semicolons and commas; not its column of feedback", async () => {
  const moodle = `First name;Last name;ID number;Institution;Email address;Assignment: Lab 03 (Real);Feedback: Lab 03;Course total (Real);Last downloaded from this course
Ann;Lee;2026001;;;;;;17
Ng;Ben;;;;5,50;ok;;17
`;
  const { text } = await fill(moodle, "--column", "Lab 03");
  expect(text).toBe(moodle.replace("2026001;;;;", "2026001;;;16;").replace("5,50", "7"));
});

test.concurrent("a file in UTF-16 stays in UTF-16; one in GBK becomes UTF-8, which is said", async () => {
  const utf16 = await fill(Buffer.from("\ufeffID\tLab 03\r\n2026001\t\r\n", "utf16le"), "--column", "Lab 03");
  expect(readFileSync(utf16.written, "utf16le")).toBe("\ufeffID\tLab 03\r\n2026001\t16\r\n");
  expect(utf16.err).toContain('1 filled in "Lab 03"');
  const gbk = await fill(
    Buffer.concat([Buffer.from("d1a7bac5", "hex"), Buffer.from(",Lab 03\n2026001,\n")]),
    "--column",
    "Lab 03",
  );
  expect(gbk.text).toBe("\ufeff学号,Lab 03\n2026001,16\n");
  expect(gbk.err).toContain("the file was in GBK");
});

describe("the column", () => {
  const head = [
    "Student",
    "ID",
    "Lab 03 (12)",
    "Lab 03 bonus (13)",
    "Lab 04 (14)",
    "Lab 05 (Real)",
    "Lab 05 (Percentage)",
  ];
  test.each([
    ["Lab 03", 2],
    ["Lab 03 (12)", 2],
    ["lab 03 b", 3],
    ["Lab 04", 4],
    ["Lab 05", 5],
  ])("%s", (wanted, at) => expect(columnOf(head, wanted)).toBe(at));
  test.each([
    ["Lab 0", /More than one column is "Lab 0": Lab 03 \(12\), Lab 03 bonus/],
    ["Lab 06", /No column is "Lab 06"; there are: Student, ID/],
    ["ID", /says who somebody is/],
  ])("%s is refused", (wanted, message) => expect(() => columnOf(head, wanted)).toThrow(message));
});

test("a table is written as it was read", () => {
  for (const text of ['a,"b ""x""",c\r\n1,,"2\n3"\r\n', "a;b\n1;2", "\n", 'x,\ny,"",\n', "a\tb\n"]) {
    const { rows, separator, ending, isEnded } = tableOf(text);
    expect(rows.map((row) => row.map(({ raw }) => raw).join(separator)).join(ending) + (isEnded ? ending : "")).toBe(
      text,
    );
  }
});

test.concurrent("points by hand: with who, when and why, in CSV and page; a reason is needed, and a student that is there", async () => {
  const own = outOf(students, { labs: ["03-bridge"] });
  const plus = await grader("adjust", own, "Ann Lee", "03", "+2", "--why", "helped the others", "--who", "prof");
  expect(plus.out).toMatch(/^2026001, 03-bridge: \+2 helped the others \(prof, .*\) = 18\/16\n$/);
  const minus = await grader("adjust", own, "2026002", "03", "-1.5", "--why", "late", "--who", "prof");
  expect(minus.out).toContain("= 5.5/16");
  const rows = tableOf(readFileSync(join(own, "grades.csv"), "utf8")).rows.map((row) => row.map(({ text }) => text));
  const [head = []] = rows;
  const ann = Object.fromEntries(rows.find(([id]) => id === "2026001")!.map((text, at) => [head[at]!, text]));
  expect(ann).toMatchObject({ score: "16", points: "18", adjusted: "2", name: "Ann Lee" });
  expect(ann.adjustments).toContain("+2 helped the others (prof, 20");
  expect(readFileSync(join(own, "students/2026001.html"), "utf8")).toContain("+2: helped the others (prof, 20");
  expect((await grader("adjust", own)).out.split("\n")).toHaveLength(3);
  expect(await grader("adjust", own, "Anna", "03", "2", "--why", "x")).toMatchObject({
    status: 2,
    err: expect.stringContaining("Nobody in the class"),
  });
  expect(await grader("adjust", own, "2026001", "03", "2")).toMatchObject({
    status: 2,
    err: expect.stringContaining("need a reason"),
  });
  expect(await grader("adjust", own, "2026001", "05", "2", "--why", "x")).toMatchObject({
    status: 2,
    err: expect.stringContaining("was not graded"),
  });
});

test.concurrent("the course's rules make points and totals", async () => {
  const file = join(folder, "course.json");
  writeFileSync(
    file,
    JSON.stringify({
      labs: { "03": { due: "2026-11-01T00:00Z", weight: 3 }, "04": {} },
      late: { per: "day", percent: 10 },
      rounding: { digits: 1 },
    }),
  );
  const own = outOf([{ id: "ann", scores: { "03-bridge": 16, "04-arp": 8 }, submitted: "2026-11-02T12:00:00Z" }], {
    course: readCourse(file),
  });
  const { out: csv } = await grader("grades", own);
  const [head = [], ...rows] = tableOf(csv).rows.map((row) => row.map(({ text }) => text));
  const at = (row: string[], name: string) => row[head.indexOf(name)];
  // two started days of ten percent; (3 × 12.8/16 + 8/16) / 4
  expect(rows.map((row) => ["score", "late_points", "points", "course_total"].map((name) => at(row, name)))).toEqual([
    ["16", "3.2", "12.8", "72.5"],
    ["8", "0", "8", "72.5"],
  ]);
});

test.concurrent("stable: the same script comes out the same; a grade that was another is named", async () => {
  const dir = join(folder, "class");
  const made = join(folder, "stable");
  await Bun.write(join(dir, "ann/03-x.sh"), "true\n");
  await grader(dir, "03", "--out", made);
  const same = await grader("stable", made, "--times", "2");
  expect(same).toMatchObject({ out: "1 of 1 came out the same 2 times\n", status: 0 });
});
