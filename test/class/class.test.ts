// `bun grader DIR --out DIR`: small classes, graded for real.

import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder } from "../folder.ts";
import { finish, start as spawn } from "../run.ts";
import { contentOf } from "./content.ts";
import { kinds, right } from "./write.ts";

function handIn(dir: string, student: string, file: string, text: string | Uint8Array, time?: Date): void {
  mkdirSync(join(dir, student), { recursive: true });
  writeFileSync(join(dir, student, file), text);
  if (time) utimesSync(join(dir, student, file), time, time);
}

const start = (...line: string[]) => spawn([process.execPath, "grader/index.ts", ...line]);
const grader = (...line: string[]) => finish(start(...line));

const csv = (out: string) =>
  readFileSync(join(out, "grades.csv"), "utf8")
    .trimEnd()
    .split("\r\n")
    .slice(1)
    .map((line) => line.split(","));

const short = "ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up\n";

describe("a class", () => {
  test("of right, half right, late, missing, unreadable and odd ones: each is shown", async () => {
    const dir = newFolder("class");
    const out = join(newFolder("class"), "out");
    const odd = 'née "<b>" \u202e=1+1;\n$(touch x)';
    handIn(dir, "alice", "03-bridge.sh", right.join("\n"));
    handIn(dir, "alice", "03-notes.md", "not a script");
    handIn(dir, "bob", "03-bridge.sh", short, new Date("2026-11-02T10:00:00"));
    handIn(dir, odd, "03-bridge.sh", "exit 3");
    handIn(dir, "=cmd|x", "03-.py", "print(1)\n");
    handIn(dir, "dora", "README", "");
    handIn(dir, "zip", "03-bridge.zip", "PK");
    handIn(dir, "nine", "99-x.sh", "true");
    handIn(
      dir,
      "garbage",
      "03-x.sh",
      new Uint8Array(3000).map((_, at) => (at * 197) % 256),
    );
    symlinkSync("/etc", join(dir, "link"));
    mkdirSync(join(dir, "folder", "03-bridge.sh"), { recursive: true });
    writeFileSync(join(dir, "roster.txt"), "");
    const { status, err } = await grader(dir, "--out", out, "--due", "2026-11-01T00:00", "--lang", "en");
    expect(err).toBe("");
    expect(status).toBe(1);
    const rows = csv(out);
    const of = (student: string) => rows.find(([id]) => id === student)!;
    expect(of("alice").slice(2, 6)).toEqual(["graded", "16", "16", "03-bridge.sh"]);
    expect(of("bob").slice(2, 5)).toEqual(["graded", "2", "16"]);
    expect(of("bob")[7]).toBe(String(34 * 60)); // minutes
    expect(of("dora")[2]).toBe("missing");
    expect(of("nine")[2]).toBe("missing");
    expect(of("zip")[2]).toBe("unreadable");
    expect(of("link")[2]).toBe("unreadable");
    expect(of("folder")[2]).toBe("unreadable");
    expect(of("'=cmd|x")).toBeDefined(); // no formula
    const page = readFileSync(join(out, "index.html"), "utf8");
    for (const text of ["late by 1 d 10 h", "a symbolic link, which is not followed", "03-bridge.zip"])
      expect(page).toContain(text);
    expect(page).not.toContain('<b>"');
    expect(page).not.toContain("\u202e");
    const files = readdirSync(join(out, "students"));
    expect(files.length).toBe(2 * 10);
    for (const file of files) expect(file).toMatch(/^[\w.%-]+\.(json|html)$/);
    const alice = JSON.parse(readFileSync(join(out, "students", "alice.json"), "utf8"));
    expect(alice).toMatchObject({ schema: 1, student: "alice", score: 16, maxScore: 16 });
    expect(alice.labs[0]).toMatchObject({ file: "03-bridge.sh", script: { status: 0 } });
    expect(alice.labs[0].evidence.state).toContain("veth1 ══ docker1: eth0 172.17.0.2/16");
    expect(alice.labs[0].evidence.walk).toContain("ICMP echo reply 172.17.0.3 → 172.17.0.2");
    expect(alice.labs[0].source).toBe(right.join("\n"));
  });

  test("whose batch was run before: what is unchanged stands, what changed is one more attempt", async () => {
    const dir = newFolder("class");
    const out = newFolder("class");
    handIn(dir, "a", "03-bridge.sh", "true", new Date("2026-11-01T10:00:00"));
    handIn(dir, "b", "03-bridge.sh", short);
    expect((await grader(dir, "--out", out)).out).toContain("2 graded, 0 unchanged");
    const file = join(newFolder("class"), "report.csv");
    const again = await grader(dir, "--out", out, "--reporter", "csv", "--output", file);
    expect(again.out).toContain("0 graded, 2 unchanged");
    expect(readFileSync(file, "utf8")).toContain("\r\n03-bridge,b,bridge,");
    handIn(dir, "a", "03-bridge.sh", short, new Date("2026-11-01T11:00:00"));
    expect((await grader(dir, "--out", out)).out).toContain("1 graded, 1 unchanged");
    expect(csv(out).map((row) => [row[0], row[3], row[8]])).toEqual([
      ["a", "2", "2"],
      ["b", "2", "1"],
    ]);
    expect(readFileSync(join(out, "students", "a.html"), "utf8")).toContain("Every attempt: 2");
  });

  test("in two parts, merged, is the same as in one", async () => {
    const dir = newFolder("class");
    for (const name of ["a", "b", "c", "d"]) handIn(dir, name, "03-x.sh", name < "c" ? short : "true");
    const [whole, one, two, merged] = [newFolder("class"), newFolder("class"), newFolder("class"), newFolder("class")];
    await Promise.all([
      grader(dir, "--out", whole),
      grader(dir, "--out", one, "--shard", "1/2"),
      grader(dir, "--out", two, "--shard", "2/2"),
    ]);
    expect(csv(one).length).toBeGreaterThan(0);
    expect(csv(one).length + csv(two).length).toBe(4);
    const { out, err, status } = await grader("merge", one, two, "--out", merged, "--reporter", "json");
    expect({ status, err }).toEqual({ status: 1, err: `4 students\n${join(merged, "index.html")}\n` });
    const { labs, score, maxScore } = JSON.parse(out);
    expect(labs.map(({ student }: { student: string }) => student)).toEqual(["a", "b", "c", "d"]);
    expect({ score, maxScore }).toEqual({ score: 2 + 2, maxScore: 4 * 16 });
    expect(contentOf(merged)).toEqual(contentOf(whole));
    expect(csv(merged)).toEqual(csv(whole));
  });

  test("whose batch was killed, and goes on, has the same gradebook", async () => {
    const dir = newFolder("class");
    const [out, whole] = [newFolder("class"), newFolder("class")];
    for (const [at, { write }] of kinds.slice(0, 4).entries()) handIn(dir, `s${at}`, "03-x.sh", write(right));
    for (let kills = 0; kills < 2; kills++) {
      const child = start(dir, "--out", out);
      for await (const _ of child.stdout) break; // the first grade is in
      child.kill("SIGKILL");
      await child.exited;
    }
    await Promise.all([grader(dir, "--out", out), grader(dir, "--out", whole)]);
    expect(contentOf(out)).toEqual(contentOf(whole));
    expect(csv(out)).toEqual(csv(whole));
  });

  test("where each student has values of their own", async () => {
    const dir = newFolder("class");
    const out = newFolder("class");
    handIn(dir, "notes", "03-x.sh", right.join("\n"));
    await grader(dir, "--out", out, "--individual");
    expect(Number(csv(out)[0]![3])).toBeLessThan(16);
  });
});

describe("a call that cannot be", () => {
  const empty = newFolder("class");
  const class1 = newFolder("class");
  handIn(class1, "a", "03-x.sh", "true");
  const locked = newFolder("class");
  const none = newFolder("class");
  writeFileSync(
    join(none, "gradebook.sqlite"),
    "this is no database, however long it may be made to be for the sake of it",
  );
  const holder = new Database(join(locked, "gradebook.sqlite"));
  holder.run("pragma locking_mode = exclusive");
  holder.run("create table t (x)");
  const wanted: [string[], RegExp][] = [
    [[join(empty, "nowhere"), "--out", newFolder("class")], /Cannot read the class in ".*nowhere": .*no such file/i],
    [[empty, "--out", newFolder("class")], /Cannot find a student in/],
    [[class1, "--out", join(class1, "out")], /Cannot write into the class's own folder/],
    [[class1, "--out", "/proc/out"], /Cannot make the folder "\/proc\/out"/],
    [[class1, "--out", locked], /another grader is writing to it/],
    [[class1, "--out", none], /file is not a database/],
    [[class1, "--out", newFolder("class"), "--jobs", "0"], /--jobs takes how many/],
    [[class1, "--out", newFolder("class"), "--shard", "3/2"], /--shard takes I\/N/],
    [[class1, "--out", newFolder("class"), "--due", "soon"], /--due takes/],
    [[class1], /Say where the grades of a class go/],
    [["merge", empty, "--out", newFolder("class")], /Cannot open the gradebook/],
  ];
  test.each(wanted)("%j", async (line, message) => {
    const { err, status } = await grader(...line);
    expect(holder.inTransaction).toBe(false); // it is there, and holds its lock
    expect(err).toMatch(message);
    expect(err).not.toContain("    at ");
    expect(status).toBe(2);
  });
});
