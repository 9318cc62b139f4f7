// The gradebook's file when it is old, from the future, empty, damaged, something else, or on a full disk.

import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import { newFolder } from "../folder.ts";
import { contentOf } from "./content.ts";

const folder = newFolder("gradebook");

const old = join(import.meta.dir, "gradebook-0.sqlite"); // written before there were versions: ann has 16 of 16, ben none

async function bun(...line: string[]) {
  const child = Bun.spawn([process.execPath, ...line], { cwd: project, stdio: ["ignore", "pipe", "pipe"] });
  const [out, err, status] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  return { out, err, status };
}

/** A folder of results with this gradebook in it. */
function outWith(content: Uint8Array | string): { out: string; file: string } {
  const out = mkdtempSync(join(folder, "out-"));
  const file = join(out, "gradebook.sqlite");
  writeFileSync(file, content);
  return { out, file };
}

const students = mkdtempSync(join(folder, "class-"));
mkdirSync(join(students, "ann")); // who has handed in nothing
const grade = (out: string) => bun("grader/index.ts", students, "--out", out);
const merge = (part: string) => bun("grader/index.ts", "merge", part, "--out", mkdtempSync(join(folder, "merged-")));
const versionOf = (file: string) =>
  new Database(file, { readonly: true }).query<{ user_version: number }, []>("pragma user_version").get()!.user_version;

test("an older one is brought to today's version, with all that it holds, and that is said once", async () => {
  const { out, file } = outWith(readFileSync(old));
  expect(versionOf(file)).toBe(0);
  const before = contentOf(out);
  const first = await merge(out);
  expect(first.err).toBe(`The gradebook "${file}" was of version 0 and is of version 2 now: all is kept\n`);
  expect(versionOf(file)).toBe(2);
  expect(contentOf(out)).toEqual(before);
  const merged = await merge(out);
  expect(merged.err).toBe("");
  const csv = readFileSync(join(merged.out.trimEnd().split("\n").at(-1)!, "../grades.csv"), "utf8");
  expect(csv).toMatch(/^ann,03-bridge,.*16,16/m);
});

test("one from a newer course is not touched", async () => {
  const { out, file } = outWith(readFileSync(old));
  const book = new Database(file);
  book.run("pragma user_version = 99");
  book.close();
  const before = readFileSync(file);
  const { err, status } = await grade(out);
  expect(err).toBe(
    `Cannot use the gradebook "${file}": it is of version 99, and this grader knows up to 2\n` +
      "→ update the course (git pull && ./setup), or bun grader DIR --out OTHER-DIR\n",
  );
  expect(status).toBe(2);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("an empty one begins anew, and says so; as a part to merge it is refused", async () => {
  const { out, file } = outWith("");
  const { err, status } = await merge(out);
  expect({ err, status }).toEqual({
    err: `Cannot read the gradebook "${file}": it is empty (0 bytes)\n→ grade that part of the class again\n`,
    status: 2,
  });
  expect(statSync(file).size).toBe(0);
  expect((await grade(out)).err).toBe(`The gradebook "${file}" was empty (0 bytes): it begins anew\n`);
  expect((await grade(out)).err).toBe("");
});

test("a new one says nothing", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  expect((await grade(out)).err).toBe("");
  expect(versionOf(join(out, "gradebook.sqlite"))).toBe(2);
});

const mend = (file: string) =>
  `→ mv '${file}' '${file}.damaged', and put a copy in its place; without one grade it all again\n`;

test("damaged in the middle: the file, the cause, what to do; and it is left as it is", async () => {
  const bytes = readFileSync(old);
  const page = 4096;
  for (let at = 1; at * page < bytes.length; at++) {
    const damaged = Buffer.from(bytes);
    damaged.fill(0xa5, at * page, at * page + 200);
    const { out, file } = outWith(damaged);
    const { err, status } = await grade(out);
    expect(err).toStartWith(`Cannot read the gradebook "${file}": it is damaged, or no gradebook (`);
    expect(err).toEndWith(mend(file));
    expect(status).toBe(2);
    expect(readFileSync(file).equals(damaged)).toBe(true);
  }
});

test("cut off, or no database at all", async () => {
  for (const content of [readFileSync(old).subarray(0, 10_000), "student,grade\nann,16\n".repeat(300)]) {
    const { out, file } = outWith(content);
    const { err, status } = await grade(out);
    expect(err).toStartWith(`Cannot read the gradebook "${file}": it is damaged, or no gradebook (`);
    expect(err).toEndWith(mend(file));
    expect(status).toBe(2);
  }
});

test("a grade in it that cannot be read is named", async () => {
  for (const [broken, why] of [
    ['{"lab":', "JSON Parse error: Unexpected EOF"],
    ["null", "it is no grade"],
  ]) {
    const { out, file } = outWith(readFileSync(old));
    const book = new Database(file);
    book.run("update attempts set grade = ? where student = 'ben'", [broken!]);
    book.close();
    const { err, status } = await merge(out);
    expect(err).toContain(`Cannot read the grade of "ben" for lab "03-bridge" in the gradebook "${file}": ${why}\n`);
    expect(err).toEndWith(mend(file));
    expect(status).toBe(2);
  }
});

test("so is another part of it", async () => {
  for (const [change, what] of [
    ["insert or replace into settings values ('course', '{\"title\":')", 'the setting "course"'],
    ["update students set notes = '[{\"what\":' where id = 'ben'", "the class"],
  ] as const) {
    const { out, file } = outWith(readFileSync(old));
    await merge(out); // to today's version
    const book = new Database(file);
    book.run(change);
    book.close();
    const { err, status } = await merge(out);
    expect(err).toContain(`Cannot read ${what} in the gradebook "${file}": JSON Parse error: Unexpected EOF\n`);
    expect(err).toEndWith(mend(file));
    expect(status).toBe(2);
  }
});

test("a database of something else is not written to", async () => {
  const { out, file } = outWith("");
  const other = new Database(file);
  other.run("create table bookmarks (url text)");
  other.close();
  const before = readFileSync(file);
  const { err, status } = await grade(out);
  expect(err).toBe(
    `Cannot use "${file}" as a gradebook: it is a database of something else\n→ bun grader DIR --out OTHER-DIR\n`,
  );
  expect(status).toBe(2);
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("where a folder is, and where nothing is", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  const file = join(out, "gradebook.sqlite");
  expect((await merge(out)).err).toBe(
    `Cannot open the gradebook "${file}": it is not there\n→ bun grader DIR --out '${out}'\n`,
  );
  mkdirSync(file);
  expect(await grade(out)).toMatchObject({
    err: `Cannot open the gradebook "${file}": unable to open database file\n→ bun grader DIR --out OTHER-DIR\n`,
    status: 2,
  });
});

test("where there is no room for the reports, it says what to do", async () => {
  const out = mkdtempSync(join(folder, "out-"));
  const small = `mkdir students && mount -t tmpfs -o size=4k tmpfs students && head -c 4096 /dev/zero >students/other
    cd "$1" && exec "$2" grader "$3" --out "$4"`;
  const line = ["sh", "-c", small, "sh", project, process.execPath, students, out];
  const child = Bun.spawn(["unshare", "--user", "--map-root-user", "--mount", ...line], {
    cwd: out,
    stdio: ["ignore", "ignore", "pipe"],
  });
  expect(await child.stderr.text()).toMatch(
    /^Cannot write ".*\/students\/ann\.json": ENOSPC: .*\n→ make room, then the same command again: what was graded is kept\n$/,
  );
});

test("on a full disk: it says so, and what was graded is kept", async () => {
  const disk = mkdtempSync(join(folder, "disk-"));
  const file = join(disk, "gradebook.sqlite");
  const kept = join(folder, "kept.sqlite");
  const fill = `const { openGradebook } = await import("${project}/grader/class/gradebook.ts");
    const book = openGradebook("${file}");
    const grade = { lab: "03-bridge", score: 1, maxScore: 1, checks: [], complaints: [] };
    try { for (let n = 0; n < 100; n++) { book.add({ student: "s" + n, lab: "03-bridge", file: "f", sha256: "0", grader: "g", submitted: "", graded: "", grade, script: new Uint8Array(9000) }); console.log(n + 1); } }
    catch (error) { console.error(error.message); console.error(error.next); }
    book.close();`;
  const small = `mount -t tmpfs -o size=256k tmpfs '${disk}' && "$BUN" -e "$FILL"; cp '${file}' '${kept}'`;
  const child = Bun.spawn(["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", small], {
    env: { ...process.env, BUN: process.execPath, FILL: fill },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, complaint] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  expect(complaint).toBe(
    `Cannot write to the gradebook "${file}": the disk is full\n` +
      "make room, then the same command again: what was graded is kept\n",
  );
  const added = Number(said.trimEnd().split("\n").at(-1));
  expect(added).toBeGreaterThan(0);
  const book = new Database(kept, { readonly: true });
  expect(book.query("select count(*) as all_of_them from attempts").get()).toEqual({ all_of_them: added });
  book.close();
});
