// A class of thirty, with the names, layouts and encodings that classes come with: nobody is lost.

import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readRoster } from "../../grader/class/read/roster.ts";
import { tableOf } from "../../grader/class/read/table.ts";
import { readClass } from "../../grader/class/submissions.ts";
import { markup } from "../../harness/text/markup.ts";
import { newFolder } from "../folder.ts";
import { bun, run, start } from "../run.ts";

const folder = newFolder("thirty");
const grader = (...line: string[]) => bun(["grader/index.ts", ...line, "--lang", "en"]);

const work = "ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up\n";
const gbk = (hex: string) => Buffer.from(hex, "hex");
const python = Buffer.concat([
  Buffer.from("# "),
  gbk("cdf8c7c5"), // 网桥
  Buffer.from(`\nimport subprocess\nsubprocess.run(["sh", "-c", "${work.trim()}"])\n`),
]);

type Text = string | Uint8Array;

/** Where each one's work lies, and how many points it must get; undefined: not graded, but there. */
const handedIn: [id: string, name: string, path: string | Buffer, text: Text, points: number | undefined][] = [
  ["s01", "Ann Lee", "Ann Lee/03-bridge.sh", work, 2],
  ["s02", "Ben Ng", "Ben Ng/03.sh", work, 2],
  ["s03", "Cy Ott", "cy ott/03_bridge.sh", work, 2],
  ["s04", "Dora Paz", "Paz Dora/bridge.sh", work, 2],
  ["s05", "Éva Kiss", "E\u0301va Kiss/lab3.sh", work, 2],
  ["s06", "Finn O'Neil", "Finn ONeil/Lab 03 final.sh", work, 2],
  ["s07", "Gus Roe", "s07/work/lab3/mine.sh", work, 2],
  ["s08", "Hal Sun", "s08_Hal/03-bridge.sh.txt", work, 2],
  ["s09", "Ida Tam", "Ida Tam_109_assignsubmission_file_/mine.sh", work, 2],
  ["s10", "Jo Uhl", "Jo Uhl_110_assignsubmission_file/solution.sh", work, 2],
  ["s11", "Kim Vu", "Kim Vu_111_assignsubmission_file_mine.sh", work, 2],
  ["s12", "Lou Wu", "wulou_112_9012_bridge.sh", work, 2],
  ["s13", "Mia Xu", "xumia_LATE_113_9013_03-bridge-1.sh", work, 2],
  ["s14", "王伟", "王伟/实验3.sh", work, 2],
  ["s15", "张三", Buffer.concat([gbk("d5c5c8fd"), Buffer.from("/03-"), gbk("d7f7d2b5"), Buffer.from(".sh")]), work, 2],
  ["s16", "李娜", "李娜_116_assignsubmission_file_/作业.sh", work, 2],
  ["s17", "Нина Орлова", "Орлова Нина/03-мост.sh", work, 2],
  ["s18", "علي حسن", "علي حسن/03.sh", work, 2],
  ["s19", "Pat Quill", "pquill/03-bridge.py", python, 2], // by the e-mail address; a comment in GBK
  ["s20", "Quin Rose", "s20/03-bridge.sh", Buffer.from(`\ufeff${work}`, "utf16le"), 2],
  ["s21", "Ray Silk", "s21/03-bridge.sh", `\ufeff${work.replace("\n", "\r\n")}true\r\n`, 2],
  ["s22", "Sal Toy", "s22/solution", `#!/bin/sh\n${work}`, 2],
  ["s23", "Tia Urn", "s23/lab3.zip", "PK", undefined],
  ["s24", "Uma Vet", "s24/a.sh", work, undefined],
  ["s24", "Uma Vet", "s24/b.sh", work, undefined],
  ["s25", "Val Web", "s25/99-x.sh", work, undefined],
  ["s26", "Wes Yew", "s26/README.md", "sorry", undefined],
  ["s27", "Zoe Ash", "s27/03-bridge.sh", "if then", 0],
  ["s28", "Abe Box", "s28/03-bridge.sh", "", 0],
];

const names = new Map(handedIn.map(([id, name]) => [id, name]));
names.set("s29", "Bea Cot").set("s30", "Cal Dew"); // these have handed in nothing

/** The class, or those of it whose ids are given; and the roster of all thirty. */
function written(ids = [...names.keys()]): { dir: string; roster: string } {
  const dir = mkdtempSync(join(folder, "class-"));
  for (const [id, , path, text] of handedIn) {
    const whole = Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(path as string)]);
    if (!ids.includes(id)) continue;
    mkdirSync(whole.subarray(0, whole.lastIndexOf(0x2f)), { recursive: true });
    writeFileSync(whole, text);
  }
  const roster = `${dir}.csv`;
  const rows = [...names].map(([id, name]) => `${id},${name},${id === "s19" ? "pquill@example.org" : ""}\n`);
  writeFileSync(roster, `id,name,email\n${rows.join("")}`);
  return { dir, roster };
}

test("each is there once, with what they handed in, or with what is unclear", () => {
  const { dir, roster } = written();
  const { students, strays } = readClass(dir, { labs: ["03-bridge"], roster: readRoster(roster) });
  expect(strays).toEqual([]);
  expect(students.map(({ id, name }) => [id, name])).toEqual([...names]);
  const gradable = students.filter(({ submissions }) =>
    submissions.some(({ lab, problem, sha256 }) => lab === "03-bridge" && !problem && sha256),
  );
  const wanted = handedIn.filter(([, , , , points]) => points !== undefined).map(([id]) => id);
  expect(gradable.map(({ id }) => id)).toEqual(wanted);
});

// a GBK name, a Python script with a comment in GBK, UTF-16, a byte order mark with CRLF, a file without an ending, .sh.txt
const odd = ["s08", "s15", "s19", "s20", "s21", "s22"];

test.concurrent("those are run whose names or texts are odd, and what is unclear is told everywhere", async () => {
  const { dir, roster } = written([...odd, "s02", "s13", "s23", "s24", "s25", "s26"]);
  const out = mkdtempSync(join(folder, "out-"));
  const { out: said, err, status } = await grader(dir, "03", "--roster", roster, "--out", out);
  expect({ err, status }).toEqual({ err: "", status: 1 });
  const rows = tableOf(readFileSync(join(out, "grades.csv"), "utf8")).rows.map((row) => row.map(({ text }) => text));
  const ofLab = new Map(rows.filter(([, lab]) => lab === "03-bridge").map((row) => [row[0]!, row]));
  expect([...ofLab.keys()]).toEqual([...names.keys()]);
  for (const id of [...odd, "s02", "s13"]) expect([id, ...ofLab.get(id)!.slice(2, 4)]).toEqual([id, "graded", "2"]);
  const ofNone = rows.filter((row) => row[2] === "unrecognised").map(([id, lab, , , , file]) => [id, lab, file]);
  expect(ofNone.toSorted()).toEqual([
    ["s24", "", "a.sh"],
    ["s24", "", "b.sh"],
    ["s25", "99", "99-x.sh"],
  ]);
  expect(ofLab.get("s23")![2]).toBe("unreadable");
  expect(ofLab.get("s13")!.join(" ")).toContain("late, as its name says");
  for (const text of [
    "s23/lab3.zip: an archive: unpack it",
    "s24/a.sh: which lab it is for cannot be told",
    "s25/99-x.sh: there is no lab 99",
    "s26: nothing to grade in it, but README.md",
    "s02/03.sh: taken as lab 03-bridge, by its name",
    "Bea Cot, Cal Dew",
  ])
    expect(said).toContain(text);
  const page = readFileSync(join(out, "index.html"), "utf8");
  for (const name of names.values()) expect(page).toContain(markup`${name}`.markup);
  for (const text of ["an archive: unpack it", "there is no lab 99"]) expect(page).toContain(text);
});

/** A class with these files. */
function classOf(files: Record<string, string>): string {
  const dir = mkdtempSync(join(folder, "class-"));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, file)), { recursive: true });
    writeFileSync(join(dir, file), text);
  }
  return dir;
}

test.concurrent("where nothing is recognised, that is said, and the status is 2", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  const { out: said, status } = await grader(classOf({ "ann/mine.sh": "true", "ben/notes.md": "" }), "--out", out);
  expect(said).toContain("Nothing was recognised as work for a lab");
  expect(said).toContain("ann/mine.sh: which lab it is for cannot be told");
  expect(status).toBe(2);
});

test.concurrent("one student's stray file makes no lab for all; who is no one's and whose is told", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  const dir = classOf({
    ...Object.fromEntries(["ann", "ben", "cy", "dora"].map((name) => [`${name}/03-x.sh`, "true"])),
    "dora/05-x.sh": "true",
    "left-behind.sh": "true",
  });
  const { out: said } = await grader(dir, "--out", out);
  const csv = readFileSync(join(out, "grades.csv"), "utf8");
  expect(csv.match(/,05-iflink,/g)).toHaveLength(1);
  expect(csv).toContain("lab 05-iflink is nobody else's");
  expect(said).toContain("nobody's files: left-behind.sh");
});

test.concurrent("Ctrl-C says what is kept; the same command goes on from there", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  const dir = classOf(Object.fromEntries(["ann", "ben", "cy"].map((name) => [`${name}/03-x.sh`, "true"])));
  const line = [process.execPath, "grader/index.ts", dir, "03", "--out", out, "--jobs", "1", "--lang", "en"];
  const child = start(line);
  for await (const _ of child.stdout) break; // the first grade is in
  child.kill("SIGINT");
  expect([await child.stderr.text(), await child.exited]).toEqual([
    expect.stringMatching(/^Interrupted: \d of 3 were graded now, and are kept. The same command goes on from here\n$/),
    130,
  ]);
  expect((await run(line)).out).toMatch(/^[0-2] graded, [1-3] unchanged/m);
});

test.concurrent("where nobody reads on what is graded, all is graded; a name with a line's end is in one line", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  const dir = classOf(Object.fromEntries(["a", "b", "c"].map((name) => [`${name}\nx/03-x.sh`, "true"])));
  const child = start([process.execPath, "grader/index.ts", dir, "03", "--out", out, "--jobs", "1", "--lang", "en"]);
  let first = "";
  for await (const part of child.stdout) {
    first = new TextDecoder().decode(part);
    break;
  }
  expect(first).toMatch(/^1\/3 {2}[abc]\\nx\/03-x\.sh {2}/);
  expect([await child.stderr.text(), await child.exited]).toEqual(["", 1]);
  expect(readFileSync(join(out, "grades.csv"), "utf8").match(/,graded,/g)).toHaveLength(3);
});

test.concurrent("a class graded again by another version of the course says so, and what it changed", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  const dir = classOf({ "ann/03-x.sh": work, "ben/03-x.sh": work });
  const first = await grader(dir, "03", "--out", out);
  expect(first.out).not.toContain("another version");
  const { version } = JSON.parse(readFileSync(join(import.meta.dir, "../../package.json"), "utf8"));
  expect(readFileSync(join(out, "students/ann.html"), "utf8")).toContain(`<dt>course</dt><dd>${version}`);
  // as if the version before had graded, and given ann a point less
  const book = new Database(join(out, "gradebook.sqlite"));
  book.run("update attempts set grader = 'before', grade = json_set(grade, '$.course', '0.0.9 (abc)')");
  book.run("update attempts set score = 1, grade = json_set(grade, '$.score', 1) where student = 'ann'");
  const last = book.query<{ value: string }, []>("select value from settings where name = 'last'").get()!;
  const earlier = last.value.replaceAll(/"grader":"\w+"/g, '"grader":"before"').replace('"score":2', '"score":1');
  book.run("update settings set value = ? where name = 'last'", [earlier]);
  book.close();
  const again = await grader(dir, "03", "--out", out);
  expect(again.out).toContain("2 graded, 0 unchanged");
  expect(again.out).toMatch(/^Graded again by another version of the course \(0\.0\.9 \(abc\) → .*\): 2$/m);
  expect(again.out).toContain("  ann, 03-bridge: 1 → 2 (the same work, by another version of the course)\n");
  expect(readFileSync(join(out, "index.html"), "utf8")).toContain("Graded again by another version of the course");
  expect((await grader(dir, "03", "--out", out)).out).not.toContain("another version");
});

test.concurrent("--again grades one once more; what has changed since the last run is told", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  const dir = classOf({ "ann/03-x.sh": "true", "ben/03-x.sh": "true" });
  const first = await grader(dir, "03", "--out", out);
  expect(first.out).not.toContain("changed since");
  writeFileSync(join(dir, "ann/03-x.sh"), work);
  await grader("adjust", out, "ann", "03", "+1", "--why", "asked a good question", "--who", "prof");
  const again = await grader(dir, "03", "--out", out, "--again", "ben");
  expect(again.out).toContain("2 graded, 0 unchanged");
  expect(again.out).toMatch(/^changed since the last run:\n {2}ann, 03-bridge: .* → 3\n/m); // two of the checks, and one by hand
  expect(readFileSync(join(out, "students/ann.html"), "utf8")).toContain("+1: asked a good question (prof, 20");
  const withCy = classOf({ "ann/03-x.sh": work, "ben/03-x.sh": "true", "cy/notes.md": "" });
  await grader(withCy, "03", "--out", out);
  await grader("adjust", out, "cy", "03", "+3", "--why", "told it", "--who", "prof");
  expect((await grader(withCy, "03", "--out", out)).out).toContain("  cy, 03-bridge: nothing handed in → 3\n");
  const nobody = await grader(dir, "03", "--out", out, "--again", "bne");
  expect(nobody).toMatchObject({
    err: 'Nobody in the class is "bne"; there are: ann, ben\n→ name one as grades.csv does\n',
    status: 2,
  });
});
