// A class of 200 with hostile ones: three batches, one of them under two busy loops, and one that is killed ten times and goes on.
// All must give the grades that are right, and leave the machine as it was.   bun test/class/batch.ts [STUDENTS] [KILLS]

import { join } from "node:path";
import { newFolder } from "../folder.ts";
import { watchMachine } from "../left.ts";
import { underLoad } from "../load.ts";
import { start } from "../run.ts";
import { contentOf } from "./content.ts";
import { writeClass } from "./write.ts";

const [count = 200, kills = 10] = process.argv.slice(2).map(Number);
const timeout = "10"; // seconds a script may take
const folder = newFolder("batch");
const wanted = writeClass(join(folder, "class"), count);
const machine = await watchMachine("batch");

const grade = (out: string) =>
  start([process.execPath, "grader/index.ts", join(folder, "class"), "--out", out, "--timeout", timeout], machine);

/** Grades to the end, and holds the grades against what is right and against the first ones. */
async function graded(name: string, out: string): Promise<void> {
  const begin = performance.now();
  const child = grade(out);
  const [said] = await Promise.all([child.stderr.text(), child.stdout.text(), child.exited]);
  const seconds = Math.round((performance.now() - begin) / 1000);
  const grades = contentOf(out);
  const wrong = grades.filter(({ student, score }) => wanted.get(student) !== score);
  for (const { student, score } of wrong) console.log(`  ${student}: ${score}, not ${wanted.get(student)}`);
  const isSame = Bun.deepEquals(grades, contentOf(join(folder, "first")));
  if (said || wrong.length || grades.length !== count || !isSame) process.exitCode = 1;
  console.log(
    `${name}, ${seconds} s: ${grades.length} graded, ${wrong.length} wrong, ${isSame ? "the same as" : "NOT as"} the first${said && `\n${said}`}`,
  );
}

await graded("first", join(folder, "first"));
await graded("second", join(folder, "second"));
await underLoad(() => graded("under load", join(folder, "third")));

const killed = join(folder, "killed");
for (let kill = 0; kill < kills; kill++) {
  const child = grade(killed);
  await Bun.sleep(Math.random() * 5000); // any moment, that is the test
  child.kill("SIGKILL");
  await child.exited;
}
await graded(`killed ${kills} times`, killed);

const left = await machine.left();
if (left.length) process.exitCode = 1;
console.log(left.length ? `left behind:\n${left.join("\n")}` : "the machine is as it was");
process.exit();
