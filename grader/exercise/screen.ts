// What `--watch` shows on a terminal: the tasks with ticks, the one failure that matters now, and when all is done, what next.

import { labNames } from "../../harness/lab/names.ts";
import { valuesOf } from "../../harness/student/values.ts";
import { courseText } from "../../harness/text/course.ts";
import type { Language } from "../../harness/text/language.ts";
import { bold, columns, dim } from "../../harness/text/style.ts";
import { inline, narration } from "../../harness/text/terminal.ts";
import { wrap } from "../../harness/text/wrap.ts";
import { checkFiles, exerciseFiles } from "../grading/catalogue.ts";
import type { LabGrade } from "../grading/lab-grade.ts";
import { checksOf } from "../judging/checks-of.ts";
import { reportOf, terms } from "../reporters/lines.ts";
import { pointReport, taskLine } from "../reporters/text.ts";
import { byTask } from "../words/of-tasks.ts";

const words = {
  en: {
    when: "Enter: grade now; Ctrl-C: end",
    shown: "What this showed",
    breaks: "Break one thing, and watch what it says",
    next: "Next",
  },
  zh: {
    when: "回车：立即评分；Ctrl-C：结束",
    shown: "这个实验说明了",
    breaks: "弄坏一处，看看这里会说什么",
    next: "下一个",
  },
};

/** The screen, cleared, of so many rows: what is too long for it is left out from the end of what is told. */
export async function screen(grade: LabGrade, language: Language, rows = 24): Promise<string> {
  const { lab, exercise, score, maxScore } = grade;
  const head = `${bold(exercise ? `${lab} ${terms[language].exercise}` : lab)}  ${score}/${maxScore} ${terms[language].points}`;
  const when = dim(`${new Date().toTimeString().slice(0, 8)}  ${words[language].when}`);
  const { tasks, others } = byTask(grade, language);
  const ticks = [
    ...tasks.map((task) => taskLine(task, language)),
    ...linesOf(
      others.map((point) => pointReport(point.outcome, reportOf(grade, language).titleOf(point), [])).join(""),
    ),
  ];
  const isDone = grade.checks.every(({ outcome }) => outcome === "pass");
  const { body, last = [] } = isDone ? await whatNext(grade, language) : { body: failure(grade, language) };
  const room = rows - 1; // the cursor's own line
  const shownTicks = ticks.slice(0, Math.max(room - 12, 0) + (isDone ? 4 : 0));
  const left = room - 3 - shownTicks.length - last.length;
  return `\x1b[H\x1b[2J${[head, ...shownTicks, "", ...body.slice(0, left), ...last, when].join("\n")}\n`;
}

const linesOf = (text: string): string[] => text.split("\n").filter(Boolean);

/** The first check that fails by itself, else the first that could not be judged. */
function failure(grade: LabGrade, language: Language): string[] {
  const { checks } = grade;
  const point = checks.find(({ outcome }) => outcome === "fail") ?? checks.find(({ outcome }) => outcome === "error");
  if (!point) return [];
  const { titleOf, lines } = reportOf(grade, language);
  // the hint is what matters most: before the evidence, which may be long
  const told = lines(point);
  const first = ["elsewhere", "cause", "hint", "seen"];
  const order = (kind: string) => (first.indexOf(kind) + first.length + 1) % (first.length + 1);
  return linesOf(
    pointReport(
      point.outcome,
      titleOf(point),
      told.toSorted((one, other) => order(one.kind) - order(other.kind)),
    ),
  );
}

/** What was shown, one thing to break, and the next lab. */
async function whatNext(grade: LabGrade, language: Language): Promise<{ body: string[]; last: string[] }> {
  const { lab } = grade;
  const say = words[language];
  const goal = courseText(lab, language).find(({ id }) => id === lab);
  const breaking = await oneThingToBreak(grade);
  const labs = labNames();
  const next = labs[labs.indexOf(lab) + 1];
  const body = goal
    ? [bold(say.shown), ...wrap(inline(goal.title), columns()).split("\n"), ...linesOf(narration(goal))]
    : [];
  return {
    body,
    last: [
      ...(breaking ? [bold(say.breaks), `bun labs ${lab.slice(0, 2)} exec host -- ${breaking}`] : []),
      `${bold(say.next)}: ${next ? `bun labs ${next.slice(0, 2)}` : "bun labs"}`,
    ],
  };
}

/** What a check names as its own proof, where that is one plain command. */
async function oneThingToBreak({ lab, student, exercise }: LabGrade): Promise<string | undefined> {
  const [file] = exercise ? exerciseFiles(lab) : checkFiles(lab);
  if (!file || file.isExecutable) return undefined;
  const checks = await checksOf(file.path, valuesOf(lab, student));
  return checks.map(({ brokenBy }) => brokenBy).find((command) => /^[\w ./:-]{1,50}$/.test(command));
}
