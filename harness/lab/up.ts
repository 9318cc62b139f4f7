import { asWords } from "../command-line/flag.ts";
import { Mistake } from "../ground/error.ts";
import { alone } from "../ground/lock.ts";
import { insideBun, insideProject } from "../ground/paths.ts";
import { inWords } from "../ground/phrases.ts";
import { end, identify } from "../ground/process.ts";
import { noteProgress, progressOf } from "../ground/progress.ts";
import { isTerminal } from "../ground/terminal.ts";
import { startSandbox } from "../sandbox/sandbox.ts";
import { entering, insideEnvironment } from "../world/enter.ts";
import { endLost, markOf } from "../world/lost.ts";
import { givenWorld, insideMark, stepsMark } from "../world/marks.ts";
import { type Entry, recall, remember } from "../world/registry.ts";
import type { World } from "../world/world.ts";
import { beginRecord } from "./record.ts";
import { askBeforeReplacing } from "./replaced.ts";
import { labScript, variantOf } from "./variant.ts";
import type { BuildFlags } from "./verb.ts";

type UpFlags = BuildFlags & { step?: true; "no-step"?: true };

/** Starts the lab's world and runs the lab inside it; gives the exit status. */
export async function up(lab: string, asked: UpFlags): Promise<number> {
  const { "no-step": isHasty, ...rest } = asked;
  const flags = isHasty || !(asked.step || isFirst(lab, asked)) ? rest : { ...rest, step: true as const };
  const steps = flags.step ? await stepCount(lab, flags) : 0;
  const given = process.env[givenWorld];
  if (given) return build(lab, flags, requireWorld(given), steps);
  askBeforeReplacing(lab, flags);
  if (flags.machine) {
    const { buildOnMachine } = await import("./on-machine.ts");
    return buildOnMachine(lab, flags, (world) => build(lab, flags, world, steps));
  }
  return alone(lab, async () => {
    const entry = await replaceWorld(lab);
    const status = await build(lab, flags, entry, steps);
    noteProgress(lab, { done: 0, of: 0 });
    if (status === 0) remember({ ...entry, complete: true });
    else
      process.stderr.write(
        inWords(
          `Lab "${lab}" is built in part\n→ bun labs/${lab}.ts builds it anew; bun labs/${lab}.ts down removes it\n`,
        ),
      );
    return status;
  });
}

/** Is this somebody who meets the lab for the first time, at a terminal? */
const isFirst = (lab: string, flags: UpFlags): boolean =>
  Object.keys(flags).length === 0 && !process.env.CI && isTerminal(0) && isTerminal(1) && progressOf(lab) === undefined;

// loaded here, as what is for the machine above: most calls need neither
const stepCount = async (lab: string, flags: UpFlags): Promise<number> =>
  (await (await import("./starting-point.ts")).stepsOf(lab, variantOf(flags))).length;

/** Starts a world in place of the lab's earlier one. */
// The order matters: at every moment what is up is in the registry, whatever is killed when.
export async function replaceWorld(lab: string): Promise<Entry> {
  const earlier = recall(lab);
  if (earlier?.replaces) await end(earlier.replaces);
  if (!earlier) await endLost(lab);
  const sandbox = await startSandbox({ mark: markOf(lab) });
  const entry: Entry = { lab, kind: "sandbox", anchor: sandbox.anchor, complete: false };
  beginRecord(lab, earlier?.student?.id);
  remember(earlier ? { ...entry, replaces: earlier.anchor } : entry);
  await sandbox.release();
  if (earlier) await end(earlier.anchor);
  return entry;
}

async function build(lab: string, flags: UpFlags, world: World, steps: number): Promise<number> {
  process.on("SIGINT", () => {}); // Ctrl-C ends the script inside; this one stays to say what is left
  const script = Bun.spawn(
    [...entering(world), insideBun, `${insideProject}/${labScript(lab, variantOf(flags))}`, ...asWords(flags)],
    {
      stdio: ["inherit", "inherit", "inherit"],
      env: { ...insideEnvironment(), [insideMark]: "1", ...(steps && { [stepsMark]: String(steps) }) },
    },
  );
  return script.exited;
}

function requireWorld(pid: string): World {
  const anchor = identify(Number(pid));
  if (!anchor) throw new Mistake(`Cannot find the world of process "${pid}" named by ${givenWorld}`);
  return { kind: "sandbox", anchor };
}
