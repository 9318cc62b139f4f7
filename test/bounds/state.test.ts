// Things that lie where the state folder, or a file in it, should be.

import { expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import { newFolder } from "../folder.ts";

const folder = newFolder("state");

const nowhere = "/nowhere/at all";

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
    symlinkSync(nowhere, link);
    const { said, status } = await call(home, ...line.filter(Boolean));
    expect(said).toMatch(
      /^Cannot (read|write) the state directory ".*": it is a link to "\/nowhere\/at all", which is not there\n/,
    );
    expect(said).toEndWith(`→ rm ${link}\n`);
    expect(status).toBe(2);
  },
);

const obstacles: [name: string, make: (path: string) => void, what: string][] = [
  ["a link to nowhere", (path) => symlinkSync(nowhere, path), `it is a link to "${nowhere}", which is not there`],
  ["a link to itself", (path) => symlinkSync(path, path), `it is a link to "PATH", which is not there`],
  ["a file", (path) => writeFileSync(path, ""), "it is not a folder"],
  ["a link to a file", (path) => symlinkSync("/etc/passwd", path), "it is a link to what is not a folder"],
];

test.concurrent.each(obstacles)("above the state folder %s is named, whoever meets it", async (_, make, what) => {
  const home = join(mkdtempSync(join(folder, "above-")), "home");
  make(home);
  const said = await Promise.all([calls[0]!, calls[2]!].map((line) => call(home, ...line)));
  for (const { said: text, status } of said) {
    const state = join(home, "container-network-labs");
    expect(text.replace(/(Cannot) (?:read|write)/, "$1 use")).toBe(
      `Cannot use the state directory "${state}": "${home}" is in the way: ${what.replace("PATH", home)}\n` +
        "→ make it writable (and free some disk), or choose another: XDG_STATE_HOME=DIR\n",
    );
    expect(status).toBe(2);
  }
});

test.concurrent.each(obstacles)("so it is where a class's reports should be: %s", async (_, make, what) => {
  const home = mkdtempSync(join(folder, "out-"));
  const [students, out] = [join(home, "class"), join(home, "out")];
  mkdirSync(join(students, "alice"), { recursive: true });
  make(out);
  const all = await Promise.all(
    [out, join(out, "more")].map((place) => call(home, "grader", students, "--out", place)),
  );
  const own = what.replace("PATH", out);
  expect(all.map(({ said }) => said)).toEqual([
    `Cannot make the folder "${out}": ${own}\n→ bun grader DIR --out OTHER-DIR\n`,
    `Cannot make the folder "${out}/more": "${out}" is in the way: ${own}\n→ bun grader DIR --out OTHER-DIR\n`,
  ]);
});
