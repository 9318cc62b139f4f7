// Lab 03 from nothing to up: the lab; its commands in a plain shell; and its network alone, by whatever people build one with.

import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "../../harness/ground/error.ts";
import { project } from "../../harness/ground/paths.ts";
import { newFolder } from "../../test/folder.ts";
import { type Contender, compare } from "../compare.ts";
import type { Subject } from "../index.ts";
import { bun, command, missing, peer } from "../run.ts";

const lab = "labs/03-bridge.ts";

// Mininet raises limits of the whole machine where it may: it may not
const alone = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
const own = (...argv: string[]) => [
  "unshare",
  ...(process.getuid?.() ? ["-r"] : []),
  ...alone,
  "sh",
  "-c",
  readOnly,
  "sh",
  ...argv,
];
const readOnly = 'mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys && exec "$@"';

export const up: Subject = {
  title: "Lab 03 from nothing to up; from the third line on its network alone, without a ping",
  rows: async (rounds) =>
    compare(
      [
        shell(),
        ours,
        script("one ip a command", "commands.sh"),
        script("ip -batch", "batch.sh"),
        raw(),
        mininet,
        docker,
      ],
      rounds,
    ),
};

const shell = (): Contender => {
  const text = readFileSync(peer("shell.sh"), "utf8").replace("COMMANDS", () => commandsOf().join("\n"));
  return { name: "the same commands in a shell script", once: () => command(["bash", "-c", text]) };
};

/** The lab's commands, taken from the lab itself, so that both always run the same; with those that must fail. */
function commandsOf(): string[] {
  const found = readFileSync(join(project, lab), "utf8").matchAll(/(fails\()?\$`([^`]*)`/g);
  const commands = Array.from(found, ([, mustFail, line]) => `${mustFail ? "fails " : ""}${line}`);
  const computed = commands.find((line) => line.includes("${"));
  if (!commands.length || computed)
    throw new Mistake(`Cannot time a lab whose commands do not stand in its file as they are: ${computed ?? "none"}`);
  return commands;
}

const ours: Contender = {
  name: "bun labs/03-bridge.ts --quiet",
  once: () => bun(lab, "--quiet"),
  after: () => bun(lab, "down"),
};

const script = (name: string, file: string): Contender => ({ name, once: () => command(own(peer(file))) });

/** Built on the spot. */
function raw(): Contender {
  const name = "rtnetlink(7) in C";
  const absent = missing(["cc"]);
  if (absent) return { name, missing: absent, once: () => 0 };
  const folder = newFolder("rtnetlink");
  chmodSync(folder, 0o755);
  const program = join(folder, "rtnetlink");
  const { exitCode, stderr } = Bun.spawnSync(["cc", "-O2", "-o", program, peer("rtnetlink.c")]);
  if (exitCode !== 0) return { name, missing: `cc says ${stderr}`, once: () => 0 };
  return { name, once: () => command([program]) };
}

const mininet: Contender = {
  name: "Mininet: two hosts, --switch lxbr",
  missing: missing(["mn", "brctl"], { root: true }),
  once: () => command(own("/usr/bin/python3", peer("lxbr.py"))), // Debian's package is for Debian's Python
};

// in the namespaces of test/docker.sh alone: never the daemon of whoever runs this
const docker: Contender = {
  name: "Docker: two containers",
  missing: process.env.XDG_STATE_HOME === "/run/state" ? undefined : "it is by: sudo test/docker.sh --bench",
  once: () =>
    command([
      "sh",
      "-ec",
      "docker run -d --name bench1 busybox sleep 1000; docker run -d --name bench2 busybox sleep 1000",
    ]),
  after: () => command(["docker", "rm", "-f", "bench1", "bench2"]),
};
