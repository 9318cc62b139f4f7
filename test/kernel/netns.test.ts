// What a student could lay at /run/netns/NAME to make a grader look elsewhere or wait for ever; a forged answer; and
// coming back from a namespace.

import { describe, expect, test } from "bun:test";
import { unprivileged } from "../../harness/ground/unprivileged.ts";
import { ask, call, readers, sharedWorld } from "./world.ts";

const scenario = `
cd /run/netns
ip netns add docker1
ln -s /proc/self/ns/net magic
ln -s /proc/1/ns/net absolute
ln -s docker1 relative
ln -s / root
mkfifo fifo
touch file uts
mkdir folder
mount --bind /proc/1/ns/uts uts
`;

const world = sharedWorld(scenario);

const notOne = "it is not a network namespace";
const aLink = "Too many levels of symbolic links";
const refusals: [path: string, reason: string][] = [
  ["run/netns/missing", "No such file or directory"],
  ["run/netns/magic", aLink],
  ["run/netns/absolute", aLink],
  ["run/netns/relative", aLink],
  ["run/netns/root/run/netns/docker1", aLink],
  ["proc/1/ns/net", aLink],
  ["run/netns/fifo", notOne],
  ["run/netns/file", notOne],
  ["run/netns/folder", notOne],
  ["run/netns/uts", notOne],
  ["run/netns/../../..", notOne],
];

for (const [name, reader] of Object.entries(readers)) {
  describe(`read ${name}`, () => {
    const open = (path: string) => ask<{ inode?: number; error?: string }>(world, reader, "open", path);

    test("a named namespace is opened, and known by its inode", () => {
      const inode = Number(world.sh("stat -c %i /run/netns/docker1"));
      expect(open("run/netns/docker1")).toEqual({ inode });
      expect(open("/run/netns/docker1")).toEqual({ inode });
    });

    for (const [path, reason] of refusals) {
      test(`${path} is refused`, () => {
        const message = `Cannot open the network namespace "/proc/${world.pid}/root/${path}": ${reason}`;
        expect(open(path)).toEqual({ error: message });
      });
    }

    test("an answer that does not come from the kernel is not believed", () => {
      world.sh("ip -n docker1 link set lo up");
      const { sent, genuine, read } = ask<Record<"sent" | "genuine" | "read", unknown>>(world, reader, "forged");
      expect(sent).toBe(20);
      expect(genuine).not.toEqual([]);
      expect(read).toEqual(genuine);
    });

    test("a notice that does not come from the kernel tells of no change", () => {
      expect(ask<unknown>(world, reader, "forged notice")).toEqual({ sent: 20, told: [] });
    });

    test("within() always comes back, and refuses an async function", () => {
      const [host, docker1] = ["/proc/1/ns/net", "/run/netns/docker1"].map((path) =>
        world.sh(`stat -Lc %i ${path}`).trim(),
      );
      const found = ask<Record<string, string>>(world, reader, "within");
      const home = found.home!;
      expect(found).toEqual({
        home,
        inside: docker1!,
        inner: host!,
        afterInner: docker1!,
        after: home,
        thrown: "on purpose",
        afterThrow: home,
        refused: "Cannot run an async function within a network namespace",
        afterRefusal: home,
      });
    });
  });
}

test("without a way back, a namespace is not entered", () => {
  // only the user namespace was entered, and there this process has no right over the machine's network namespace
  const reader = ({ pid }: { pid: number }) => [
    ...unprivileged(),
    "nsenter",
    "-U",
    "--preserve-credentials",
    "-t",
    String(pid),
  ];
  expect(() => call(world, reader, "docker1", "links")).toThrow(
    "Cannot leave this process's network namespace, for there would be no way back (enter with `nsenter -U -n`): " +
      "Operation not permitted",
  );
});
