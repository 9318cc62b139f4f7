// A class of thirty, with the names, layouts and encodings that classes come with: nobody is lost.

import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tableOf } from "../../grader/class/read/table.ts";
import { newFolder } from "../folder.ts";
import { bun } from "../run.ts";

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
  ["1", "Ann Lee", "Ann Lee/03-bridge.sh", work, 2],
  ["2", "Ben Ng", "Ben Ng/03.sh", work, 2],
  ["3", "Cy Ott", "cy ott/03_bridge.sh", work, 2],
  ["4", "Dora Paz", "Paz Dora/bridge.sh", work, 2],
  ["5", "Éva Kiss", "E\u0301va Kiss/lab3.sh", work, 2],
  ["6", "Finn O'Neil", "Finn ONeil/Lab 03 final.sh", work, 2],
  ["7", "Gus Roe", "7/work/lab3/mine.sh", work, 2],
  ["8", "Hal Sun", "8_Hal/03-bridge.sh.txt", work, 2],
  ["9", "Ida Tam", "Ida Tam_109_assignsubmission_file_/mine.sh", work, 2],
  ["10", "Jo Uhl", "Jo Uhl_110_assignsubmission_file/solution.sh", work, 2],
  ["11", "Kim Vu", "Kim Vu_111_assignsubmission_file_mine.sh", work, 2],
  ["12", "Lou Wu", "wulou_112_9012_bridge.sh", work, 2],
  ["13", "Mia Xu", "xumia_LATE_113_9013_03-bridge-1.sh", work, 2],
  ["14", "王伟", "王伟/实验3.sh", work, 2],
  ["15", "张三", Buffer.concat([gbk("d5c5c8fd"), Buffer.from("/03-"), gbk("d7f7d2b5"), Buffer.from(".sh")]), work, 2],
  ["16", "李娜", "李娜_116_assignsubmission_file_/作业.sh", work, 2],
  ["17", "Нина Орлова", "Орлова Нина/03-мост.sh", work, 2],
  ["18", "علي حسن", "علي حسن/03.sh", work, 2],
  ["19", "Pat Quill", "pquill/03-bridge.py", python, 2], // by the e-mail address; a comment in GBK
  ["20", "Quin Rose", "20/03-bridge.sh", Buffer.from(`\ufeff${work}`, "utf16le"), 2],
  ["21", "Ray Silk", "21/03-bridge.sh", `\ufeff${work.replace("\n", "\r\n")}true\r\n`, 2],
  ["22", "Sal Toy", "22/solution", `#!/bin/sh\n${work}`, 2],
  ["23", "Tia Urn", "23/lab3.zip", "PK", undefined],
  ["24", "Uma Vet", "24/a.sh", work, undefined],
  ["24", "Uma Vet", "24/b.sh", work, undefined],
  ["25", "Val Web", "25/99-x.sh", work, undefined],
  ["26", "Wes Yew", "26/README.md", "sorry", undefined],
  ["27", "Zoe Ash", "27/03-bridge.sh", "if then", 0],
  ["28", "Abe Box", "28/03-bridge.sh", "", 0],
];

test("each is there once, with the right points, or with what is unclear", async () => {
  const dir = mkdtempSync(join(folder, "class-"));
  const out = mkdtempSync(join(folder, "out-"));
  const roster = join(folder, "roster.csv");
  for (const [, , path, text] of handedIn) {
    const whole = Buffer.concat([Buffer.from(`${dir}/`), Buffer.from(path as string)]);
    const end = whole.lastIndexOf(0x2f);
    mkdirSync(whole.subarray(0, end), { recursive: true });
    writeFileSync(whole, text);
  }
  const names = new Map(handedIn.map(([id, name]) => [id, name]));
  names.set("29", "Bea Cot").set("30", "Cal Dew"); // these have handed in nothing
  writeFileSync(
    roster,
    `id,name,email\n${[...names].map(([id, name]) => `${id},${name},${id === "19" ? "pquill@example.org" : ""}\n`).join("")}`,
  );
  const { out: said, err, status } = await grader(dir, "03", "--roster", roster, "--out", out);
  expect({ err, status }).toEqual({ err: "", status: 1 });
  const rows = tableOf(readFileSync(join(out, "grades.csv"), "utf8")).rows.map((row) => row.map(({ text }) => text));
  const ofLab = rows.filter(([, lab]) => lab === "03-bridge");
  const wanted = [...names.keys()].map((id) => {
    const points = handedIn.find(([one]) => one === id)?.[4];
    return points === undefined ? [id, id === "23" ? "unreadable" : "missing", "0"] : [id, "graded", String(points)];
  });
  expect(ofLab.map((row) => [row[0]!, row[2]!, row[3]!]).toSorted()).toEqual(wanted.toSorted());
  for (const text of [
    "23/lab3.zip: an archive: unpack it",
    "24/a.sh: which lab it is for cannot be told",
    "25/99-x.sh: there is no lab 99",
    "26: nothing to grade in it, but README.md",
    "2/03.sh: taken as lab 03-bridge, by its name",
    "nothing handed in: Wes Yew, Bea Cot, Cal Dew",
  ])
    expect(said).toContain(text);
  const page = readFileSync(join(out, "index.html"), "utf8");
  for (const name of [...names.values()]) expect(page).toContain(Bun.escapeHTML(name).replace("&#x27;", "&#39;"));
  expect(page).toContain("an archive: unpack it");
  expect(page).toContain("there is no lab 99");
  expect(rows.find(([id]) => id === "13")!.join(" ")).toContain("late, as its name says");
}, 120_000);

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

test.concurrent("--again grades one once more; what has changed since the last run is told", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  const dir = classOf({ "ann/03-x.sh": "true", "ben/03-x.sh": "true" });
  const first = await grader(dir, "03", "--out", out);
  expect(first.out).not.toContain("changed since");
  writeFileSync(join(dir, "ann/03-x.sh"), work);
  const again = await grader(dir, "03", "--out", out, "--again", "ben");
  expect(again.out).toContain("2 graded, 0 unchanged");
  expect(again.out).toContain("changed since the last run:\n  ann, 03-bridge: 0 → 2\n/");
  const nobody = await grader(dir, "03", "--out", out, "--again", "bne");
  expect(nobody).toMatchObject({
    err: 'Nobody in the class is "bne"; there are: ann, ben\n→ name one as grades.csv does\n',
    status: 2,
  });
});
