// What is read below a student's root is what somebody stored there: nothing that the kernel makes up for whoever reads it.

import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytesBelow } from "../../harness/kernel/below.ts";
import { NoNetns, openNetns } from "../../harness/kernel/netns.ts";
import { newFolder } from "../folder.ts";

const root = newFolder("below");
writeFileSync(join(root, "stored"), "words\n");
writeFileSync(join(root, "empty"), "");
mkdirSync(join(root, "folder"));
symlinkSync("stored", join(root, "link"));
Bun.spawnSync(["mkfifo", join(root, "fifo")]);

test("a stored file is read, and no more of it than was asked for", () => {
  expect(bytesBelow(root, "stored", 100)?.toString()).toBe("words\n");
  expect(bytesBelow(root, "stored", 3)?.toString()).toBe("wor");
  expect(bytesBelow(root, "empty", 3)?.length).toBe(0);
});

test.each(["nothing", "folder", "link", "fifo", "x".repeat(300)])("%p is no such file", (name) => {
  expect(bytesBelow(root, name, 100)).toBeUndefined();
});

test.each(["proc/version", "proc/self/environ", "proc/kmsg", "sys/kernel/uevent_seqnum"])(
  "%p is made up by the kernel, and not read",
  (path) => {
    expect(bytesBelow("/", path, 100)).toBeUndefined();
  },
);

// to open it as it is would fail in a way of its own, or wait
test.each([`proc/${process.pid}/mem`, "proc/kmsg", "dev/null"])("%p is no network namespace", (path) => {
  expect(() => openNetns(path, { root: "/" })).toThrow(NoNetns);
});
