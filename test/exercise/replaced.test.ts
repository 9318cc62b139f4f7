// Nothing that was typed is lost: on a terminal somebody is asked before a lab begins anew, and the last records are kept.

import { afterAll, afterEach, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { addToRecord, beginRecord, typed, whoseRecord } from "../../harness/lab/record.ts";
import { call, everybody } from "../who.ts";
import { onTerminal, openShell } from "./terminal.ts";

const lab = "03-bridge";
const file = `labs/${lab}.ts`;
const [who] = everybody({ LANG: "C.UTF-8", NO_COLOR: "1" });
const { CI: _, ...env } = who!.env;
const student = { ...who!, env };

afterAll(async () => {
  await call(student, file, "down");
});

test("who has typed is asked at a terminal, and keeps the network; elsewhere a line says how to save what was typed", async () => {
  expect((await call(student, file, "exercise", "--student", "s1", "--quiet")).err).toBe("");
  const shell = await openShell(student, lab);
  await shell.enter("tasks");
  await shell.enter("exit", /exit/);
  await shell.ended;
  expect((await call(student, file, "exercise", "--student", "s1", "--quiet")).err).toBe(""); // nothing was done
  const again = await openShell(student, lab);
  await again.enter("ip link add mine type bridge");
  await again.enter("exit", /exit/);
  await again.ended;
  for (const [line, answer] of [
    [["exercise"], ""],
    [["up", "--no-step", "--lang", "zh"], "n"],
  ] as const) {
    const terminal = onTerminal(student, file, ...line);
    await terminal.until(/\[y\/N\] $/);
    terminal.write(`${answer}\r`);
    expect(await terminal.ended).toBe(1);
  }
  expect((await call(student, file, "exec", "host", "--", "ip", "link", "show", "mine")).status).toBe(0);
  const yes = onTerminal(student, file, "exercise", "--quiet");
  await yes.until(/One command|one command/);
  await yes.enter("y", /save --before 1/);
  expect(await yes.ended).toBe(0);
  expect((await call(student, file, "exec", "host", "--", "ip", "link", "show", "mine")).status).toBe(1);
  expect((await call(student, file, "save")).err).toMatch(/^Nothing was typed yet .*\n→ .* save --before 1 /);
  const saved = join(dirname(env.XDG_STATE_HOME!), "before.sh");
  const { out } = await call(student, file, "save", saved, "--before", "1");
  expect(out).toContain("--student=s1\n");
  expect(readFileSync(saved, "utf8")).toContain("\nip link add mine type bridge\n");
  const { err, status } = await call(student, file, "save", "--before", "2");
  expect({ err, status }).toEqual({
    err: `There is no record 2 before the present one of lab "${lab}"\n→ bun ${file} save --before 1\n`,
    status: 2,
  });
});

const stateHome = process.env.XDG_STATE_HOME;
afterEach(() => {
  if (stateHome === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = stateHome;
});

test("the last three records are kept, and whose they are; those without a command are none", () => {
  const folder = mkdtempSync(join(tmpdir(), "records-"));
  process.env.XDG_STATE_HOME = folder;
  for (const number of [1, 2, 3, 4, 5]) {
    addToRecord(lab, `echo ${number}`);
    beginRecord(lab, number === 5 ? "s1" : undefined);
    beginRecord(lab);
  }
  expect([0, 1, 2, 3].map((back) => typed(lab, back).map(({ command }) => command))).toEqual([
    [],
    ["echo 5"],
    ["echo 4"],
    ["echo 3"],
  ]);
  expect([1, 2].map((back) => whoseRecord(lab, back))).toEqual(["s1", undefined]);
  rmSync(folder, { recursive: true });
});
