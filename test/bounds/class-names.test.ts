// Names in a class as they come: in any script, in GBK, long, and alike.

import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileNameOf, linkTo } from "../../grader/class/page/link.ts";
import { readClass, scriptOf } from "../../grader/class/submissions.ts";
import { project } from "../../harness/ground/paths.ts";
import { newFolder } from "../folder.ts";

const folder = newFolder("names");

const gbk = { 作业: "d7f7d2b5", 张三: "d5c5c8fd" };
const bytes = (...parts: (string | Buffer)[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

test("a file's or a folder's name in GBK is read, beside the same in UTF-8", () => {
  const dir = mkdtempSync(join(folder, "gbk-"));
  const student = bytes(`${dir}/`, Buffer.from(gbk.张三, "hex"));
  const file = bytes("/03-", Buffer.from(gbk.作业, "hex"), ".sh");
  mkdirSync(student);
  writeFileSync(bytes(student, file), "echo gbk\n");
  writeFileSync(bytes(student, "/01-x.sh"), "true\n");
  mkdirSync(join(dir, "张三"));
  writeFileSync(bytes(`${dir}/张三`, file), "echo utf-8\n");
  const { students } = readClass(dir);
  expect(students.map(({ id, submissions }) => [id, submissions.map(({ file, problem }) => problem ?? file)])).toEqual([
    [String.raw`\xd5\xc5\xc8\xfd`, ["01-x.sh", "03-作业.sh"]],
    ["张三", ["03-作业.sh"]],
  ]);
  const texts = students.map(({ submissions }) => new TextDecoder().decode(scriptOf(submissions.at(-1)!).bytes));
  expect(texts).toEqual(["echo gbk\n", "echo utf-8\n"]);
});

test("what is neither is there all the same, its bytes spelt out", () => {
  const dir = mkdtempSync(join(folder, "bytes-"));
  mkdirSync(bytes(`${dir}/a`, Buffer.from([0xff, 0xfe])));
  expect(readClass(dir).students.map(({ id }) => id)).toEqual([String.raw`a\xff\xfe`]);
});

test("long ids that begin alike have pages of their own", () => {
  const name = "计算机网络课程容器网络实验第三次作业提交者";
  const ids = [name, `${name}甲`, `${name}乙甲`, `${name}乙乙`, `${"x".repeat(220)}a`, `${"x".repeat(220)}b`];
  const files = ids.map(fileNameOf);
  expect(new Set(files).size).toBe(ids.length);
  for (const file of files) {
    expect(file).toMatch(/^[\w.%-]+$/);
    expect(file.length).toBeLessThanOrEqual(200);
    expect(file).not.toMatch(/%.?-/); // not cut off within a byte
  }
  expect(files[0]).toBe(encodeURIComponent(name).toLowerCase());
  expect(linkTo(ids[1]!)).toContain(encodeURIComponent(files[1]!));
});

test("a class of such names is graded, and each has a page", async () => {
  const dir = mkdtempSync(join(folder, "class-"));
  const out = mkdtempSync(join(folder, "out-"));
  mkdirSync(bytes(`${dir}/`, Buffer.from(gbk.张三, "hex")));
  writeFileSync(bytes(`${dir}/`, Buffer.from(gbk.张三, "hex"), "/03-", Buffer.from(gbk.作业, "hex"), ".sh"), "true\n");
  const child = Bun.spawn([process.execPath, "grader/index.ts", dir, "--out", out, "--lang", "zh"], {
    cwd: project,
    stdio: ["ignore", "ignore", "pipe"],
  });
  expect(await child.stderr.text()).toBe("");
  expect(readFileSync(join(out, "grades.csv"), "utf8")).toContain("张三,03-bridge,graded,0,16,03-作业.sh");
  expect(readdirSync(join(out, "students"))).toHaveLength(2);
});

test("an id that is not UTF-8 is refused: two of them would be one", async () => {
  const line = `exec "$0" labs/03-bridge.ts exercise --student "$(printf '\\326\\335')"`;
  const child = Bun.spawn(["sh", "-c", line, process.execPath], { cwd: project, stdio: ["ignore", "ignore", "pipe"] });
  expect(await child.stderr.text()).toContain("Cannot take the student's id: it is not UTF-8");
  expect(await child.exited).toBe(2);
});
