// A lab on the machine's own network stack: --machine.

import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { everything, requireDocker, takenOfDocker, wantedOfDocker } from "../docker/lab.ts";
import { Mistake } from "../ground/error.ts";
import { alone } from "../ground/lock.ts";
import { insideBun, insideProject, project } from "../ground/paths.ts";
import { inWords } from "../ground/phrases.ts";
import { isAlive, type ProcessId } from "../ground/process.ts";
import type { Taken } from "../ground/taken.ts";
import { type MachineEntry, recallMachine, rememberMachine } from "../machine/entry.ts";
import { startGuardian } from "../machine/guardian.ts";
import { openMark } from "../machine/mark.ts";
import { makeFolder } from "../machine/names.ts";
import { machineDir } from "../machine/place.ts";
import { requireOwnStack, requireRoot, requireVirtual } from "../machine/require.ts";
import { openForward } from "../machine/rules.ts";
import { noteMade, readSnapshot, takeSnapshot } from "../machine/snapshot.ts";
import { takenOf } from "../machine/taken.ts";
import { type Undone, undo } from "../machine/undo.ts";
import { wantedBy } from "../machine/wanted.ts";
import { baselineScript } from "../sandbox/baseline.ts";
import { entering, insideEnvironment } from "../world/enter.ts";
import type { Entry } from "../world/registry.ts";
import type { World } from "../world/world.ts";
import { exerciseOf } from "./own-exercise.ts";
import { beginRecord } from "./record.ts";
import { stepsOf } from "./starting-point.ts";
import { labScript, variantOf } from "./variant.ts";
import type { BuildFlags } from "./verb.ts";

/**
 * Builds a lab on the machine: `build` gives its exit status. What does not come to its end leaves nothing behind. `isOpen`:
 * an exercise, in which all that comes until `down` belongs to the lab.
 */
export async function buildOnMachine(
  lab: string,
  flags: BuildFlags,
  build: (world: World) => Promise<number>,
  { isOpen = false, student, lang }: { isOpen?: boolean } & Partial<Pick<Entry, "student" | "lang">> = {},
): Promise<number> {
  const variant = variantOf(flags);
  const { half } = variant;
  labScript(lab, variant);
  const world = variant.isDocker ? "--engine docker" : "--machine";
  requireRoot(`build lab "${lab}" on this machine`, `bun labs/${lab}.ts ${isOpen ? "exercise " : ""}${world}`);
  requireVirtual(lab, Boolean(flags["yes-this-machine"]));
  requireOwnStack();
  const own = isOpen && !half && !variant.isDocker ? await exerciseOf(lab, student?.id) : undefined;
  const commands = own
    ? [...own.given, ...own.solution]
    : (await stepsOf(lab, { ...variant, student: student?.id })).flatMap((step) => step.commands);
  const wanted = wantedBy(commands);
  const docker = variant.isDocker ? wantedOfDocker(commands) : undefined;
  if (docker) requireDocker(docker);
  return withMachine(async () => {
    const earlier = recallMachine();
    makeRoom(lab);
    requireFree(lab, [...takenOf(wanted), ...(docker ? takenOfDocker(docker) : [])]);
    const guardian = await startGuardian();
    const entry: MachineEntry = {
      lab,
      kind: "machine",
      anchor: guardian.anchor,
      complete: false,
      ...(half && { half }),
      ...(isOpen && !half && !docker && { exercise: true as const }),
      ...(student && { student }),
      ...(lang && { lang }),
    };
    let status = 2;
    try {
      const snapshot = takeSnapshot(
        lab,
        [...wanted.files, ...insideLinks().map(({ path }) => path)],
        docker && (isOpen ? { before: everything() } : { made: docker }),
      );
      rememberMachine(entry);
      prepare(guardian.anchor);
      // with Docker, settings and FORWARD are Docker's
      if (!docker) {
        setBaseline(guardian);
        openForward(snapshot.rules);
      }
      beginRecord(lab, earlier?.student?.id);
      status = await build(guardian);
      if (status === 0) {
        if (!isOpen) noteMade(snapshot);
        rememberMachine({ ...entry, complete: true });
        await guardian.release();
      }
    } finally {
      if (status !== 0) {
        putBack();
        process.stderr.write(`${inWords(`Lab "${lab}" was not built to its end: the machine is as it was before`)}\n`);
      }
    }
    return status;
  });
}

/** Removes the lab from the machine; 0 also when it was not up. */
export async function downOnMachine(lab: string): Promise<number> {
  if (recallMachine()?.lab === lab) requireRoot(`remove lab "${lab}"`, `bun labs/${lab}.ts down --machine`);
  if (process.getuid?.() !== 0 || !existsSync(machineDir)) return 0;
  return withMachine(async () => {
    if (readSnapshot()?.lab !== lab) return 0;
    requireOwnStack();
    const { left, gone } = putBack();
    if (left.length) process.stdout.write(`${inWords(`Left, since the lab did not make it: ${left.join(", ")}`)}\n`);
    if (gone.length) process.stdout.write(`${inWords(`Gone meanwhile, and not made again: ${gone.join(", ")}`)}\n`);
    return 0;
  });
}

const withMachine = <T>(work: () => Promise<T>): Promise<T> => {
  mkdirSync(machineDir, { recursive: true, mode: 0o755 });
  const waiting = "Waiting: another lab is being built on this machine, or removed";
  return alone("machine", work, { folder: machineDir, waiting });
};

/** Ends the guardian and what else the lab left, and puts the machine back. */
function putBack(): Undone {
  const undone = undo();
  const { complaints } = undone;
  if (!complaints.length) return undone;
  throw new Mistake(
    `Cannot put the machine back as it was:\n${complaints.map((complaint) => `  ${complaint}`).join("\n")}`,
    `mend that and run down again; or accept the machine as it is: sudo rm -r ${machineDir}`,
  );
}

/** An earlier world of this lab is replaced; one whose guardian was killed is cleared away; another lab's is not touched. */
function makeRoom(lab: string): void {
  const earlier = readSnapshot();
  const entry = recallMachine();
  if (earlier && earlier.lab !== lab && entry && isAlive(entry.anchor))
    throw new Mistake(
      `Cannot build lab "${lab}" on this machine: lab "${earlier.lab}" is up there, and one machine holds one lab`,
      `sudo bun labs/${earlier.lab}.ts down --machine`,
    );
  if (earlier) putBack();
}

function requireFree(lab: string, taken: Taken[]): void {
  if (!taken.length) return;
  const mends = [...new Set(taken.map(({ mend }) => mend))];
  throw new Mistake(
    `Cannot build lab "${lab}" on this machine: ${taken.map(({ what }) => what).join("; ")}`,
    `if that is yours to remove: ${mends.join("; ")}; or build in a sandbox: bun labs/${lab}.ts`,
  );
}

/** What a sandbox gives its labs too: project and bun in their places, the folder of names. */
function prepare(anchor: ProcessId): void {
  openMark(anchor.pid);
  for (const { path, target } of insideLinks()) {
    rmSync(path, { force: true });
    symlinkSync(target, path);
  }
  makeFolder();
}

/** The settings that all labs begin with; with Docker they are Docker's. */
function setBaseline(world: World): void {
  const child = Bun.spawnSync([...entering(world), "sh", "-c", baselineScript], { env: insideEnvironment() });
  if (!child.success) throw new Error(`Cannot set the settings that labs begin with: ${child.stderr}`);
}

const insideLinks = () =>
  [
    { path: insideProject, target: project },
    { path: insideBun, target: process.execPath },
  ].filter(
    ({ path, target }) => !existsSync(path) || (lstatSync(path).isSymbolicLink() && realpathSync(path) !== target),
  );
