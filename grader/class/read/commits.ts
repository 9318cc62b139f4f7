// When files of a git repository were committed. A student's repository has settings that name programs to run (core.fsmonitor,
// gpg.program …): so git reads only its objects (GIT_ALTERNATE_OBJECT_DIRECTORIES), from a repository of ours with no settings.

import { createHash } from "node:crypto";
import { lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const patience = 20_000; // ms

type Commits = {
  /** When these bytes were committed under this name, last; undefined where they were not. */
  timeOf(file: string, bytes: Uint8Array): Date | undefined;
  close(): void;
};

/** The repositories in a student's folder: it may be one, or hold one for each lab. */
export function openRepositories(folder: Buffer) {
  const opened = new Map<string, Commits | undefined>();
  const at = (root: Buffer) => {
    const key = root.toString("latin1");
    if (!opened.has(key)) opened.set(key, openCommits(root));
    return opened.get(key);
  };
  return {
    /** Of a file there, which the folder has as `file`: when it was committed in the nearest; undefined where it is in none. */
    committed(path: Buffer, file: string, bytes: Uint8Array): { time: Date | undefined } | undefined {
      const steps = file.split("/");
      for (let root = path, from = steps.length - 1; from >= 0 && root.length > folder.length; from--) {
        root = root.subarray(0, root.lastIndexOf("/"));
        const commits = at(root);
        if (commits) return { time: commits.timeOf(steps.slice(from).join("/"), bytes) };
      }
      return undefined;
    },
    close(): void {
      for (const commits of opened.values()) commits?.close();
    },
  };
}

export type Repositories = ReturnType<typeof openRepositories>;

const unreadable: Commits = { timeOf: () => undefined, close: () => {} };

/** Opens what the folder was cloned from; undefined where it is no clone. */
function openCommits(folder: Buffer): Commits | undefined {
  const git = Buffer.concat([folder, Buffer.from("/.git")]);
  if (!lstatSync(git, { throwIfNoEntry: false })) return undefined;
  const head = isFolder(git) ? headOf(git) : undefined; // a file names a folder anywhere
  if (!head) return unreadable;
  const own = mkdtempSync(join(tmpdir(), "commits-"));
  const objects = Buffer.concat([git, Buffer.from("/objects")]).toString();
  const run = (...line: string[]) =>
    Bun.spawnSync(["git", "--git-dir", own, "-c", "core.commitGraph=false", ...line], {
      env: {
        ...{ PATH: process.env.PATH ?? "", HOME: own, LC_ALL: "C", GIT_CONFIG_NOSYSTEM: "1" },
        ...{ GIT_ALTERNATE_OBJECT_DIRECTORIES: objects, GIT_NO_LAZY_FETCH: "1", GIT_NO_REPLACE_OBJECTS: "1" },
      },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: patience,
    });
  const close = () => rmSync(own, { recursive: true, force: true });
  try {
    if (run("init", "--quiet", "--bare", own).exitCode === 0) {
      // a clone of the last commit alone (--depth 1) says where it ends: gitrepository-layout(5)
      const ends = textOf(git, "shallow").match(/^[0-9a-f]{40}$/gm);
      if (ends) writeFileSync(join(own, "shallow"), `${ends.join("\n")}\n`);
      return {
        timeOf(file, bytes) {
          const blob = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
          const found = run("log", "-1", "--format=%ct", "--no-show-signature", head, "--", `:(literal)${file}`);
          const there = run("rev-parse", "--verify", "--quiet", `${head}:${file}`).stdout.toString().trim();
          const seconds = Number(found.stdout.toString().trim());
          return there === blob && seconds > 0 ? new Date(seconds * 1000) : undefined;
        },
        close,
      };
    }
  } catch {
    // no git on this machine
  }
  close();
  return unreadable;
}

function isFolder(path: Buffer): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false; // not there, or not to be looked at
  }
}

/** What a file of the repository says; nothing where it cannot be read. */
function textOf(git: Buffer, name: string): string {
  try {
    const path = Buffer.concat([git, Buffer.from(`/${name}`)]);
    const stat = lstatSync(path);
    return stat.isFile() && stat.size < 1024 * 1024 ? readFileSync(path, "utf8") : "";
  } catch {
    return "";
  }
}

/** The commit that is checked out: gitrepository-layout(5), HEAD, refs/, packed-refs. */
function headOf(git: Buffer): string | undefined {
  const read = (name: string) => textOf(git, name);
  const head = read("HEAD").trim();
  const ref = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
  if (ref?.includes("..")) return undefined;
  const packed =
    ref &&
    read("packed-refs")
      .split("\n")
      .find((line) => line.endsWith(` ${ref}`))
      ?.slice(0, 40);
  const commit = ref ? read(ref).trim() || packed : head;
  return commit && /^[0-9a-f]{40}$/.test(commit) ? commit : undefined;
}
