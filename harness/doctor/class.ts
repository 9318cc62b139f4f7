// What all worlds of a machine share, as far as it has a limit: enough for one lab anywhere, and often too low for a class, where
// some ten worlds run beside each other. The grader raises nothing itself.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { textOf } from "../ground/files.ts";
import type { Finding } from "./finding.ts";

type Limit = { name: string; sysctl: string; least: number; means: string };

const jobs = availableParallelism();
const atOnce = 5 * jobs; // worlds: grader/class/slots.ts
const neighbours = Math.max(4096, 200 * atOnce);

const limits: readonly Limit[] = [
  ...["ipv4", "ipv6"].map((family) => ({
    name: `${family} neighbours`,
    sysctl: `net.${family}.neigh.default.gc_thresh3`, // the machine's first network namespace alone has it
    least: neighbours,
    means: "a class: worlds share this table, and one that fills it has others graded again",
  })),
  ...["net", "user", "mnt", "pid"].map((kind) => ({
    name: `${kind} namespaces`,
    sysctl: `user.max_${kind}_namespaces`,
    least: (kind === "user" ? 300 : 2200) * atOnce, // what each world may have: harness/sandbox/nest.ts
    means: "a class: a world that uses up its share leaves too few for the others",
  })),
  {
    name: "inotify instances",
    sysctl: "user.max_inotify_instances",
    least: 128 + 4 * atOnce,
    means: "a class, and bun grader --watch: one world may use up what a user has",
  },
];

const files = 8192; // a world with 2,000 containers is read by two descriptors for each

/** One finding for each limit that is there; `folder` is /proc. */
export function lookAtLimits(folder = "/proc"): Finding[] {
  const found = limits.flatMap(({ name, sysctl, least, means }): Finding[] => {
    const text = textOf(join(folder, "sys", ...sysctl.split(".")))?.trim();
    if (text === undefined) return []; // not this namespace's, or not this kernel's
    const about = { group: "Class", name } as const;
    if (Number(text) >= least) return [{ ...about, state: "ok", found: text }];
    return [{ ...about, state: "limited", found: text, means, mend: `sudo sysctl -w ${sysctl}=${least}` }];
  });
  return [...found, ...lookAtFiles(textOf(join(folder, "self/limits")))];
}

/** proc(5), /proc/PID/limits: name, soft limit, hard limit, in columns. */
function lookAtFiles(limits = ""): Finding[] {
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1];
  if (hard === undefined) return [];
  const about = { group: "Class", name: "open files" } as const;
  if (hard === "unlimited" || Number(hard) >= files) return [{ ...about, state: "ok", found: hard }];
  const means = "worlds with very many containers, which cannot be read then";
  return [{ ...about, state: "limited", found: hard, means, mend: `sudo prlimit --pid $$ --nofile=${files}` }];
}
