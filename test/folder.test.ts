// A test run that is killed leaves nothing behind: no world, no process, no file.

import { expect, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "../harness/ground/files.ts";
import { identify, isAlive } from "../harness/ground/process.ts";
import { newFolder, runMark } from "./folder.ts";
import { start } from "./run.ts";

const source = (report: string) => `
import { test } from "bun:test";
import { writeFileSync } from "node:fs";
import { runFolder } from "${import.meta.dir}/folder.ts";
import { start } from "${import.meta.dir}/run.ts";
import { call, everybody } from "${import.meta.dir}/who.ts";
import { inWorld } from "${import.meta.dir}/world.ts";
test("hangs", () => inWorld(async ({ anchor }) => {
  const who = everybody({}).at(-1);
  const up = await call(who, "labs/01-network-stack.ts", "--quiet");
  const registered = await Bun.file(who.env.XDG_STATE_HOME + "/container-network-labs/01-network-stack.json").json();
  const begun = start(["sleep", "infinity"]);
  writeFileSync("${report}.draft", JSON.stringify({ folder: runFolder(), pids: [registered.anchor.pid, begun.pid, anchor.pid] }));
  require("node:fs").renameSync("${report}.draft", "${report}");
  await new Promise(() => setInterval(() => {}, 1000));
}), 60_000);
`;

/** What `test/ok.ts` does: the run is its own, files run side by side. */
const gate = `
import { runEnvironment } from "${import.meta.dir}/folder.ts";
await Bun.spawn([process.execPath, "test", "--parallel=2"], { env: runEnvironment() }).exited;
`;

test.concurrent.each([
  ["one `bun test`", ["test"]],
  ["the gate", ["gate.ts"]],
])("%s, killed", async (_, words) => {
  const folder = newFolder("killed");
  const report = join(folder, "report.json");
  writeFileSync(join(folder, "hangs.test.ts"), source(report));
  writeFileSync(join(folder, "gate.ts"), gate);
  const { [runMark]: _mark, ...env } = process.env as Record<string, string>;
  const child = start([process.execPath, ...words], { cwd: folder, env });
  while (!existsSync(report) && child.exitCode === null) await Bun.sleep(20);
  const { folder: own, pids } = JSON.parse(textOf(report) ?? "{}");
  const begun = (pids as number[]).map((pid) => identify(pid)!);
  expect(begun.map(isAlive)).toEqual([true, true, true]);
  child.kill("SIGKILL");
  while (begun.some(isAlive) || existsSync(own)) await Bun.sleep(20);
});
