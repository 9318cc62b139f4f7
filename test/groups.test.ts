// Control groups of confined worlds: made where this process may make them, and gone with the world.

import { expect, test } from "bun:test";
import { chownSync, existsSync, mkdirSync, readdirSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { textOf } from "../harness/ground/files.ts";
import { project } from "../harness/ground/paths.ts";
import { statOf } from "../harness/ground/proc.ts";
import { isAlive } from "../harness/ground/process.ts";
import { findHierarchies, mountsOfGroups, pidNamespace } from "../harness/sandbox/hierarchies.ts";
import { endEverybody } from "../harness/sandbox/leftovers.ts";
import { membersOf } from "../harness/sandbox/members.ts";
import { startSandbox } from "../harness/sandbox/sandbox.ts";
import { run } from "./run.ts";
import { becomeOrdinary, ordinaryId, ordinaryUser } from "./user.ts";

const isRoot = process.getuid?.() === 0;
const hierarchies = isRoot ? findHierarchies() : [];
const second = mountsOfGroups().find(({ version }) => version === 2)?.folder;

test.if(hierarchies.length > 0)(
  "everybody in a world is frozen in one step, ended, and the group is gone with the world",
  async () => {
    const words = ["PATH=/usr/bin:/bin", "sh", "-c", "while :; do sleep 1 & wait; done"];
    const sandbox = await startSandbox({ confined: { script: { words, limits: [] } } });
    const { anchor, group } = sandbox;
    try {
      expect(group).toBeDefined();
      sandbox.run();
      while (membersOf(anchor).members.length < 2) await Bun.sleep(1);
      expect(await group!.freeze(2000)).toBe(true);
      const [before, ticks] = [membersOf(anchor).members, () => before.map((pid) => statOf(pid)?.startTime)];
      const frozen = ticks();
      await Bun.sleep(1200); // longer than the script sleeps: now another would be there
      expect(membersOf(anchor).members).toEqual(before);
      expect(ticks()).toEqual(frozen);
      group!.thaw();
      await endEverybody(sandbox);
      expect(membersOf(anchor).members).toEqual([]);
      expect(isAlive(anchor)).toBe(true);
    } finally {
      await sandbox.end();
    }
    const left = hierarchies.flatMap(({ folder }) => (existsSync(folder) ? readdirSync(folder) : []));
    expect(left.filter((name) => name.startsWith(`world-${process.pid}-`))).toEqual([]);
  },
);

test.if(hierarchies.length > 0)("where groups are mounted twice at one place, they are one place", async () => {
  const twice = "mount --rbind /sys/fs/cgroup /sys/fs/cgroup";
  const program = `import { mountsOfGroups } from "${project}/harness/sandbox/hierarchies.ts";
console.log(JSON.stringify(mountsOfGroups().map(({ folder }) => folder)))`;
  const argv = ["unshare", "--mount", "sh", "-ec", `${twice}; exec "$@"`, "sh", process.execPath, "-e", program];
  expect(JSON.parse((await run(argv)).out)).toEqual(mountsOfGroups().map(({ folder }) => folder));
});

test.if(hierarchies.length > 0)("what a grader left that was killed is removed by the next one", async () => {
  const sleeper = Bun.spawn(["sleep", "60"]);
  const stale = hierarchies.map(({ folder }) => join(folder, `world-1-0-${pidNamespace()}-0`)); // process 1 began at another time
  for (const folder of stale) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "cgroup.procs"), String(sleeper.pid));
  }
  const foreign = hierarchies.map(({ folder }) => join(folder, "world-1-0-1-0")); // another pid namespace's, a moment old
  for (const folder of foreign) mkdirSync(folder, { recursive: true });
  findHierarchies();
  await sleeper.exited;
  expect(sleeper.signalCode).toBe("SIGKILL");
  findHierarchies(); // by now nobody is in them
  expect(stale.filter((folder) => existsSync(folder))).toEqual([]);
  expect(foreign.filter((folder) => !existsSync(folder))).toEqual([]);
  for (const folder of foreign) rmdirSync(folder);
});

// Version 2, delegated to an ordinary user, as systemd does: the folder and the two files are the user's.
test.if(isRoot && second !== undefined)("an ordinary user makes groups where version 2 is delegated", async () => {
  const folder = join(second!, `delegated-${process.pid}`);
  mkdirSync(folder);
  for (const file of ["", "cgroup.procs", "cgroup.subtree_control", "cgroup.threads"])
    chownSync(join(folder, file), ordinaryId, ordinaryId);
  const { project, env } = ordinaryUser();
  const program = `
import { startSandbox } from "${project}/harness/sandbox/sandbox.ts";
import { textOf } from "${project}/harness/ground/files.ts";
const sandbox = await startSandbox({ confined: {} });
const own = textOf("/proc/self/cgroup").match(/^0::(.*)$/m)[1];
const world = textOf("/proc/" + sandbox.anchor.pid + "/cgroup").match(/^0::(.*)$/m)[1];
console.log(own, world, await sandbox.group?.freeze(2000));
sandbox.group?.thaw();
await sandbox.end();
`;
  const enter = ["sh", "-c", 'echo $$ > "$0/cgroup.procs"; exec "$@"', folder, ...becomeOrdinary()];
  const child = Bun.spawn([...enter, process.execPath, "-e", program], {
    cwd: project,
    env: { ...env, XDG_RUNTIME_DIR: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = await child.stdout.text();
  await child.exited;
  const base = folder.slice(second!.length);
  expect(said.replace(/world-[\d-]+/, "world")).toBe(`${base}/grader ${base}/world true\n`);
  expect(readdirSync(folder).filter((name) => name.startsWith("world"))).toEqual([]);
  while (textOf(join(folder, "grader/cgroup.procs"))) await Bun.sleep(1); // the sandbox's starters end a moment later
  rmdirSync(join(folder, "grader"));
  rmdirSync(folder);
});
