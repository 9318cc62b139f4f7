// Runs commands as an ordinary user. Tests often run as root (CI); a student does not.

import { chmodSync, chownSync, existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { runEnvironment, runFolder, runMark } from "./folder.ts";
import { type How, run, type Said } from "./run.ts";

export const ordinaryId = 54321; // in no passwd file: the labs need no more than a number and a home
const root = join(import.meta.dir, "..");
const isRoot = process.getuid?.() === 0;

export interface User {
  /** The user's home folder. */
  home: string;
  /** The project where this user can read it: the checkout itself, or a copy of it. */
  project: string;
  env: Record<string, string>;
}

let made: User | undefined;

/** The ordinary user of this test run: where the tests run as root a user with a home of its own, else who runs them. */
export function ordinaryUser(): User {
  made ??= isRoot ? userOf(join(runFolder(), "home")) : { home: runFolder(), project: root, env: runEnvironment() };
  return made;
}

/** Runs a command as the ordinary user, in the project unless told otherwise; `env` adds to the user's environment. */
export function asOrdinaryUser(argv: string[], { env, ...how }: How = {}): Promise<Said> {
  const user = ordinaryUser();
  const own = { cwd: user.project, env: { ...user.env, ...env } };
  return run([...becomeOrdinary(), ...argv], { ...own, timeout: 60_000, ...how });
}

/** The words before a command that make it run as the ordinary user. */
export function becomeOrdinary(): string[] {
  return isRoot ? ["setpriv", `--reuid=${ordinaryId}`, `--regid=${ordinaryId}`, "--clear-groups", "--"] : [];
}

/** With this home, which is made where it is not there yet: the gate makes it before it starts the tests. */
function userOf(home: string): User {
  const copy = join(home, basename(root));
  const bin = join(home, "bin");
  if (!existsSync(home)) furnish(home, bin, copy);
  const env = { HOME: home, PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`, LANG: "C.UTF-8", NO_COLOR: "1" };
  return { home, env: { ...env, [runMark]: runFolder() }, project: existsSync(copy) ? copy : root };
}

function furnish(home: string, bin: string, copy: string): void {
  for (const folder of [home, bin]) {
    mkdirSync(folder);
    chmodSync(folder, 0o755); // whatever umask the tests run under
  }
  chownSync(home, ordinaryId, ordinaryId);
  make([...(canRead(process.execPath) ? ["ln", "-s"] : ["cp"]), process.execPath, join(bin, "bun")]);
  if (!canReadAll(root)) copyProject(copy);
}

/** A checkout below /root, or one made under umask 077, is closed to others. */
function copyProject(copy: string): void {
  mkdirSync(copy);
  make(["sh", "-c", 'tar -C "$1" --exclude=./.git -cf - . | tar -C "$2" -xf -', "sh", root, copy]);
  make(["chmod", "-R", "a+rX", copy]);
  make(["chown", "-R", `${ordinaryId}:${ordinaryId}`, copy]);
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

function make(argv: string[]): void {
  const { success, stderr } = Bun.spawnSync(argv, { stdin: "ignore" });
  if (!success) throw new Error(`Cannot make the test's ordinary user: ${argv[0]}: ${stderr.toString().trim()}`);
}
