// A graded world that stays up: what an instructor looks at with a student beside them.

import { expect, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { newFolder, runEnvironment } from "../folder.ts";
import { bun } from "../run.ts";
import { asOrdinaryUser, ordinaryUser } from "../user.ts";
import { right } from "./write.ts";

const lab = "labs/03-bridge.ts";

test.concurrent("of a class: keep grades a student's script and leaves its world up, until down", async () => {
  const folder = newFolder("keep");
  const env = { ...runEnvironment(), XDG_STATE_HOME: join(folder, "state") };
  const run = (...line: string[]) => bun(line, { env, timeout: 60_000 });
  const dir = join(folder, "class");
  const out = join(folder, "out");
  mkdirSync(join(dir, "ann"), { recursive: true });
  writeFileSync(join(dir, "ann/03-x.sh"), right.join("\n"));
  await run("grader/index.ts", dir, "03", "--out", out);
  const kept = await run("grader/index.ts", "keep", out, "ann", "03", "--lang", "en");
  expect(kept.out).toContain("16/16");
  expect(kept.err).toContain(`→ bun ${lab} shell`);
  expect(kept.status).toBe(0);
  expect((await run(lab, "graph")).out).toContain("veth1 ══ docker1: eth0 172.17.0.2/16");
  expect((await run(lab, "walk", "docker1", "docker2", "--lang", "en")).out).toContain("It was answered.");
  expect((await run(lab, "exec", "docker1", "--", "ip", "-br", "address")).out).toContain("172.17.0.2/16");
  const again = await run("grader/index.ts", "keep", out, "ann", "03");
  expect(again).toMatchObject({ status: 2, err: expect.stringContaining("is up already") });
  expect((await run(lab, "down")).status).toBe(0);
  expect((await run(lab, "status")).out).toContain("is not up");
});

test.concurrent("of a class, by the line that grades it: nothing is run again but that one, and its world stays up", async () => {
  const folder = newFolder("kept-by-flag");
  const env = { ...runEnvironment(), XDG_STATE_HOME: join(folder, "state") };
  const run = (...line: string[]) => bun([...line, "--lang", "en"], { env, timeout: 60_000 });
  const dir = join(folder, "class");
  const line = ["grader/index.ts", dir, "03", "--out", join(folder, "out"), "--keep"];
  mkdirSync(join(dir, "ann"), { recursive: true });
  writeFileSync(join(dir, "ann/03-x.sh"), "ip link add docker0 type bridge\n");
  expect(await run(...line, "bob")).toMatchObject({
    out: expect.stringContaining("1 graded, 0 unchanged"),
    err: expect.stringContaining('Nobody in the class is "bob"'),
    status: 2,
  });
  const kept = await run(...line, "ann");
  expect(kept.out).toContain("0 graded, 1 unchanged");
  expect(kept.out).toContain("03-bridge  0/16 points");
  expect(kept).toMatchObject({ status: 1, err: expect.stringContaining(`→ bun ${lab} walk docker1 docker2`) });
  expect((await run(lab, "graph")).out).toContain("docker0");
  expect((await run(lab, "down")).status).toBe(0);
});

test.concurrent("of one script, as an ordinary user", async () => {
  const file = join(ordinaryUser().home, "kept.sh");
  writeFileSync(file, right.join("\n"), { mode: 0o644 });
  const state = join(ordinaryUser().home, "kept-state");
  const run = (...line: string[]) => asOrdinaryUser(["bun", ...line], { env: { XDG_STATE_HOME: state } });
  const kept = await run("grader/index.ts", "03", "--keep", "--script", file, "--lang", "en");
  expect({ status: kept.status, out: kept.out.split("\n")[0] }).toEqual({ status: 0, out: "03-bridge  16/16 points" });
  expect((await run(lab, "graph")).out).toContain("veth2 ══ docker2: eth0 172.17.0.3/16");
  expect((await run(lab, "walk", "docker1", "docker2", "--lang", "en")).out).toContain("It was answered.");
  expect((await run(lab, "down")).status).toBe(0);
});
