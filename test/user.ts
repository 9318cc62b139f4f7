// Runs commands as an ordinary user. Tests often run as root (CI); a student does not.

import { chmodSync, chownSync, mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

const id = 54321; // in no passwd file: the labs need no more than a number and a home
const root = join(import.meta.dir, "..");
const isRoot = process.getuid?.() === 0;

export interface Result {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface User {
  /** The user's home folder. */
  home: string;
  /** The project where this user can read it: the checkout itself, or a copy of it. */
  project: string;
  env: Record<string, string>;
  uid: number;
}

let made: User | undefined;

/**
 * The ordinary user of this test run. Where the tests run as root, a user with a home of its own; else who runs them.
 * Its state (labs that are up) lies in its home: take labs down before the tests end.
 */
export function ordinaryUser(): User {
  made ??= isRoot
    ? makeUser()
    : {
        home: process.env.HOME ?? "/",
        project: root,
        env: { ...process.env } as User["env"],
        uid: process.getuid?.() ?? 0,
      };
  return made;
}

/** Runs a command as the ordinary user, in the project unless told otherwise; `env` adds to the user's environment. */
export async function asOrdinaryUser(
  argv: string[],
  options: { cwd?: string; env?: Record<string, string>; stdin?: string; timeout?: number } = {},
): Promise<Result> {
  const user = ordinaryUser();
  const child = Bun.spawn([...becomeOrdinary(), ...argv], {
    cwd: options.cwd ?? user.project,
    env: { ...user.env, ...options.env },
    stdin: options.stdin === undefined ? "ignore" : new Blob([options.stdin]),
    stdout: "pipe",
    stderr: "pipe",
    timeout: options.timeout ?? 60_000,
  });
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  return { exitCode: await child.exited, stdout, stderr };
}

/** The words before a command that make it run as the ordinary user. */
export function becomeOrdinary(): string[] {
  return isRoot ? ["setpriv", `--reuid=${id}`, `--regid=${id}`, "--clear-groups", "--"] : [];
}

function makeUser(): User {
  const home = mkdtempSync(join(tmpdir(), "ordinary-user-"));
  chmodSync(home, 0o755);
  chownSync(home, id, id);
  removeAtOurEnd(home);
  const bin = join(home, "bin");
  mkdirSync(bin);
  const env = { HOME: home, PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, LANG: "C.UTF-8", NO_COLOR: "1" };
  if (canRead(process.execPath)) run(["ln", "-s", process.execPath, join(bin, "bun")]);
  else run(["cp", process.execPath, join(bin, "bun")]);
  return { home, env, uid: id, project: canReadAll(root) ? root : copyProject(home) };
}

// `bun test` runs no exit handler: a small process waits for the end of its standard input, however this one ends.
function removeAtOurEnd(folder: string): void {
  const remover = Bun.spawn(["sh", "-c", 'read end; rm -rf -- "$1"', "sh", folder], { stdin: "pipe", detached: true });
  remover.unref();
}

/** A checkout below /root, or one made under umask 077, is closed to others. */
function copyProject(home: string): string {
  const copy = join(home, basename(root));
  mkdirSync(copy);
  run(["sh", "-c", 'tar -C "$1" --exclude=./.git -cf - . | tar -C "$2" -xf -', "sh", root, copy]);
  run(["chmod", "-R", "a+rX", copy]);
  run(["chown", "-R", `${id}:${id}`, copy]);
  return copy;
}

const canRead = (path: string) => succeeds([...becomeOrdinary(), "test", "-x", dirname(path), "-a", "-r", path]);

// by its absolute path: a folder above it may be closed
const canReadAll = (folder: string) =>
  succeeds([
    ...becomeOrdinary(),
    ...[
      "sh",
      "-c",
      '[ -z "$(find "$1" -name .git -prune -o ! -readable -print -quit 2>&1 || echo no)" ]',
      "sh",
      folder,
    ],
  ]);

function succeeds(argv: string[]): boolean {
  try {
    return Bun.spawnSync(argv, { cwd: "/", stdin: "ignore", stdout: "ignore", stderr: "ignore" }).success;
  } catch {
    return false;
  }
}

function run(argv: string[]): void {
  const { success, stderr } = Bun.spawnSync(argv, { stdin: "ignore" });
  if (!success) throw new Error(`Cannot make the test's ordinary user: ${argv[0]}: ${stderr.toString().trim()}`);
}
