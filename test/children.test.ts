// What the grader starts ends with it, whatever ends it; and it gets no more of the grader than it needs.

import { expect, test } from "bun:test";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gradeWorld } from "../grader/grading/grade.ts";
import { textOf } from "../harness/ground/files.ts";
import { project } from "../harness/ground/paths.ts";
import { identify } from "../harness/ground/process.ts";
import { newFolder, runEnvironment } from "./folder.ts";
import { inWorld } from "./world.ts";

const folder = newFolder("children");

function check(name: string, lines: string): { name: string; path: string; isExecutable: boolean } {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/bash\n${lines}\n`);
  chmodSync(path, 0o755);
  return { name, path, isExecutable: true };
}

test("a check in another language gets named variables, no secret and no descriptor", () =>
  inWorld(async ({ anchor }) => {
    const out = join(folder, "seen");
    const file = check(
      "03-seen",
      `env > ${out}; ls /proc/self/fd >> ${out}; echo TAP version 14; echo 1..1; echo ok 1 - seen`,
    );
    process.env.COURSE_SECRET = "of this course";
    process.env.ELSE = "something else";
    try {
      const { checks } = await gradeWorld("03-bridge", anchor.pid, { timeout: 10, files: [file] });
      expect(checks.map(({ outcome }) => outcome)).toEqual(["pass"]);
    } finally {
      delete process.env.COURSE_SECRET;
      delete process.env.ELSE;
    }
    const seen = readFileSync(out, "utf8");
    expect(seen).toContain(`WORLD_PID=${anchor.pid}\n`);
    expect(seen).toContain("VALUE_docker1=docker1\n");
    expect(seen).not.toMatch(/secret|of this course|something else/i);
    expect(seen).toMatch(/\n0\n1\n2\n3\n$/); // 3 is what ls reads
  }));

test("a check that takes too long ends with all that it started", () =>
  inWorld(async ({ anchor }) => {
    const pids = join(folder, "late");
    const file = check("03-late", leaving(pids));
    const grade = await gradeWorld("03-bridge", anchor.pid, { timeout: 1, files: [file] });
    expect(grade.complaints).toHaveLength(1);
    await isOver(pids);
  }));

test("check processes end with the grader, whatever ends it", () =>
  inWorld(async ({ anchor }) => {
    const pids = join(folder, "killed");
    const other = check("03-other", leaving(pids));
    const spinning = join(folder, "03-spins.ts");
    const own = join(folder, "own");
    writeFileSync(
      spinning,
      `import { writeFileSync } from "node:fs"; writeFileSync("${own}", String(process.pid)); for (;;);`,
    );
    const files = JSON.stringify([other, { name: "03-spins.ts", path: spinning, isExecutable: false }]);
    const program = `import { gradeWorld } from "${project}/grader/grading/grade.ts";
await gradeWorld("03-bridge", ${anchor.pid}, { timeout: 100, files: ${files} });`;
    const grader = Bun.spawn([process.execPath, "-e", program], { env: runEnvironment() });
    while (!existsSync(pids) || !textOf(own)) await Bun.sleep(5);
    const spinner = Number(readFileSync(own, "utf8"));
    expect(identify(spinner)).toBeDefined();
    grader.kill("SIGKILL");
    await grader.exited;
    await isOver(pids);
    while (identify(spinner)) await Bun.sleep(1);
  }));

/** Shell words that leave a process behind in a session of its own, and its pids in the file. */
const leaving = (file: string): string =>
  `setsid sh -c 'grep ^NSpid /proc/self/status > ${file}.new; mv ${file}.new ${file}; exec sleep 100' & wait`;

/** The process whose pids, here and in namespaces of its own, stand in the file. */
async function isOver(file: string): Promise<void> {
  const pid = Number(readFileSync(file, "utf8").split(/\s+/)[1]);
  expect(pid).toBeGreaterThan(1);
  while (identify(pid)) await Bun.sleep(1);
}
