// Things that lie where the state folder, or a file in it, should be.

import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import { newFolder } from "../folder.ts";

const folder = newFolder("state");

async function call(home: string, ...line: string[]) {
  const env = { ...process.env, XDG_STATE_HOME: home };
  const child = Bun.spawn([process.execPath, ...line], { cwd: project, env, stdio: ["ignore", "ignore", "pipe"] });
  return { said: await child.stderr.text(), status: await child.exited };
}

const calls = [
  ["grader/index.ts"],
  ["grader/index.ts", "03"],
  ["labs/03-bridge.ts"],
  ["labs/03-bridge.ts", "down"],
  ["labs/03-bridge.ts", "status"],
];

test.concurrent.each(calls)("a FIFO for a file is said, and not waited for: %s %s", async (...line) => {
  const home = mkdtempSync(join(folder, "fifo-"));
  const file = join(home, "container-network-labs", "03-bridge.json");
  mkdirSync(join(home, "container-network-labs"));
  Bun.spawnSync(["mkfifo", file, file.replace(".json", ".lock")]);
  const { said, status } = await call(home, ...line.filter(Boolean));
  expect(said).toBe(`Cannot read "${file}": it is not a file\n→ rm ${file}\n`);
  expect(status).toBe(2);
});

test.concurrent.each(calls)(
  "a state folder that is a link to nowhere is said, and what mends it: %s %s",
  async (...line) => {
    const home = mkdtempSync(join(folder, "link-"));
    const link = join(home, "container-network-labs");
    symlinkSync("/nowhere/at all", link);
    const { said, status } = await call(home, ...line.filter(Boolean));
    expect(said).toMatch(
      /^Cannot (read|write) the state directory ".*": it is a link to "\/nowhere\/at all", which is not there\n/,
    );
    expect(said).toEndWith(`→ rm ${link}\n`);
    expect(status).toBe(2);
  },
);
