import { Mistake } from "../ground/error.ts";
import { alone } from "../ground/lock.ts";
import { noteProgress } from "../ground/progress.ts";
import { writeStdout } from "../kernel/stdout.ts";
import { remembered, studentId } from "../student/id.ts";
import { remember } from "../world/registry.ts";
import type { World } from "../world/world.ts";
import { briefing } from "./briefing.ts";
import { buildOnMachine } from "./on-machine.ts";
import { hasOwnExercise } from "./own-exercise.ts";
import { askBeforeReplacing } from "./replaced.ts";
import { buildStartingPoint } from "./starting-point.ts";
import { replaceWorld } from "./up.ts";
import { variantOf } from "./variant.ts";
import type { BuildFlags } from "./verb.ts";

/** Starts a world with the lab's starting point and prints the tasks; with a student, that student's. */
export async function exercise(lab: string, flags: BuildFlags & { student?: string }): Promise<number> {
  const student = flags.student === undefined ? undefined : studentId(flags.student);
  if (student && flags.engine === "docker")
    throw new Mistake(
      "With Docker's containers there are no values of a student's own",
      `bun labs/${lab}.ts exercise --student ID`,
    );
  const isOwn = hasOwnExercise(lab) && !variantOf(flags).half && !variantOf(flags).isDocker;
  const begin = async (world: World) => {
    const given = await buildStartingPoint(lab, world, { ...variantOf(flags), student });
    if (!flags.quiet) writeStdout(briefing(lab, isOwn ? undefined : given, flags, student));
    return 0;
  };
  const own = student === undefined ? undefined : remembered(lab, student);
  askBeforeReplacing(lab, flags);
  if (flags.machine) return buildOnMachine(lab, flags, begin, { isOpen: true, student: own, lang: flags.lang });
  return alone(lab, async () => {
    const entry = await replaceWorld(lab);
    const status = await begin(entry);
    noteProgress(lab, { done: 0, of: 0 }, student);
    remember({
      ...entry,
      exercise: true,
      ...(own && { student: own }),
      ...(flags.lang && { lang: flags.lang }),
      complete: true,
    });
    return status;
  });
}
