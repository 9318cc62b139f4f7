// Names in /run/netns that are links to a process's network namespace; and what a student could link to in order to lead a grader astray.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { statSync } from "node:fs";
import { end } from "../../harness/ground/process.ts";
import { startSandbox } from "../../harness/sandbox/sandbox.ts";
import { held } from "../holding.ts";
import { ask, readers, sharedWorld } from "./world.ts";

const scenario = `${held}
cd /run/netns
ip netns add docker1
held --net; echo $pid > /tmp/plain; ln -s /proc/$pid/ns/net plain
ln -s ../../proc//$pid/task/$pid/ns/net thread
held --user --map-root-user --net; echo $pid > /tmp/below; ln -s /proc/$pid/ns/net below
touch mounted; mount --bind below mounted
held --user --map-root-user --pid --fork --net; echo $pid > /tmp/inner; ln -s /proc/$pid/ns/net inner
ln -s /proc/1/ns/net first
ln -s /proc/self/ns/net self
ln -s /proc/thread-self/ns/net thread-self
ln -s /proc/$pid/ns/uts uts
ln -s /proc/$pid/root/proc/1/ns/net around
ln -s docker1 name
ln -s /run/netns/docker1 path
ln -s plain twice
ln -s /proc/999999999/ns/net nobody
ln -s /proc/$pid/task/1/ns/net stranger
ln -s /proc/0$pid/ns/net zero
sleep 0 & ended=$!; wait $ended; ln -s /proc/$ended/ns/net ended
`;

const world = sharedWorld(scenario);
let other: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  other = await startSandbox();
  // as the world's own pids are counted anew in each: what is linked to here is a process there and of the machine, too
  for (const [name, pid] of Object.entries({ grader: process.pid, parent: process.ppid, neighbour: other.anchor.pid }))
    world.sh(`ln -s /proc/${pid}/ns/net /run/netns/${name}`);
});
afterAll(async () => {
  if (other) await end(other.anchor);
});

const swapping = `while :; do
  for to in /proc/self/ns/net /proc/1/ns/net /proc/$(cat /tmp/plain)/ns/net docker1 /proc/$(cat /tmp/inner)/root; do
    ln -sfn $to /run/netns/swapped
  done
done`;
const inodeOf = (path: string) => Number(world.sh(`stat -Lc %i ${path}`));
const notFollowed = "which is not followed";
const nobody = "and no process of this world is called so";
const refused: Record<string, string> = {
  self: notFollowed,
  "thread-self": notFollowed,
  uts: notFollowed,
  around: notFollowed,
  name: notFollowed,
  path: notFollowed,
  twice: notFollowed,
  nobody,
  stranger: nobody,
  ended: nobody,
  grader: nobody,
  parent: nobody,
  neighbour: nobody,
};

for (const [name, reader] of Object.entries(readers))
  describe(`read ${name}`, () => {
    const open = (name: string) =>
      ask<{ inode?: number; holder?: number; error?: string }>(world, reader, "named", name);

    test.each([["plain"], ["below"], ["inner"]])("%s: a link to a process's is followed", (name) => {
      const { inode, holder } = open(name);
      expect(inode).toBe(inodeOf(`/proc/$(cat /tmp/${name})/ns/net`));
      expect(statSync(`/proc/${holder}`).isDirectory()).toBe(true);
    });

    test("a thread's is the process's", () => expect(open("thread")).toEqual(open("plain")));
    test("a pid may be written with a zero before it", () => expect(open("zero")).toEqual(open("inner")));
    test("the world's first process has the host's", () => {
      expect(open("first")).toEqual({ inode: inodeOf("/proc/1/ns/net"), holder: world.pid });
    });
    test("a name without a link is no process's", () => {
      expect(open("docker1")).toEqual({ inode: inodeOf("/run/netns/docker1") });
    });
    test("one that a user namespace below the world's owns is the world's own", () => {
      expect(open("mounted")).toEqual({ inode: inodeOf("/run/netns/below") });
    });
    for (const [name, why] of Object.entries(refused))
      test(`${name} is refused`, () => {
        const text = world.sh(`readlink /run/netns/${name}`).trim();
        const path = `/proc/${world.pid}/root/run/netns/${name}`;
        expect(open(name)).toEqual({
          error: `Cannot open the network namespace "${path}": it is a link to "${text}", ${why}`,
        });
      });

    test("in another world's eyes none of them is its own", () => {
      const there = { ...world, owner: statSync(`/proc/${other.anchor.pid}/ns/user`).ino };
      for (const name of ["plain", "below", "mounted", "docker1"])
        expect(ask<{ error: string }>(there, reader, "named", name).error).toEndWith(": it belongs to another world");
    });

    test("whatever a name is changed to meanwhile, what is opened is the world's own", () => {
      const own = ["docker1", "plain", "below", "inner", "first"].map((name) => open(name).inode!);
      world.sh(`(${swapping}) >/dev/null 2>&1 </dev/null & echo $! > /tmp/swapping`);
      const opened = ask<number[]>(world, reader, "manyTimes", "swapped");
      world.sh("kill $(cat /tmp/swapping)");
      expect(opened.length).toBeGreaterThan(0);
      expect(opened.filter((inode) => !own.includes(inode))).toEqual([]);
    });
  });
