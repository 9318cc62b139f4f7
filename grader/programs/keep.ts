// Grades a script, registers its world as the lab's, says the grade on standard output, and holds the world until that ends.
// grader/programs/keep.ts   what: one Kept as JSON on standard input

import { mainly } from "../../harness/ground/error.ts";
import { alone } from "../../harness/ground/lock.ts";
import { isAlive } from "../../harness/ground/process.ts";
import { writeStdout } from "../../harness/kernel/stdout.ts";
import { remembered } from "../../harness/student/id.ts";
import { remember } from "../../harness/world/registry.ts";
import { gradeScript } from "../submissions/grade-script.ts";
import type { Kept } from "../submissions/kept.ts";

const looking = 500; // ms between looks at whether it is still there

await mainly(async () => {
  const { lab, name, bytes, timeout, student }: Kept = JSON.parse(await Bun.stdin.text());
  const script = { name, bytes: new Uint8Array(Buffer.from(bytes, "base64")) };
  let hasSaid = false;
  const say = (grade: unknown) => {
    hasSaid = true;
    writeStdout(`${JSON.stringify(grade)}\n`);
  };
  const grade = await gradeScript(lab, script, {
    timeout,
    ...(student !== undefined && { student }),
    async whileUp(anchor, grade) {
      const own = student === undefined ? {} : { student: remembered(lab, student) };
      await alone(lab, async () => {
        remember({ ...{ lab, kind: "sandbox", anchor, complete: true, exercise: true, isConfined: true }, ...own });
        return 0;
      });
      say(grade);
      while (isAlive(anchor)) await Bun.sleep(looking);
    },
  });
  if (!hasSaid) say(grade); // it ended its own world
  return 0;
});
