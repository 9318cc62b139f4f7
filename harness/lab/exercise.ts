import { remembered, studentId } from "../student/id.ts";
import { valuesOf } from "../student/values.ts";
import { courseText, tasksOf } from "../text/course.ts";
import { type Language, languageOf } from "../text/language.ts";
import { bold, columns } from "../text/style.ts";
import { inline, narration } from "../text/terminal.ts";
import { wrap } from "../text/wrap.ts";
import { alone } from "../world/lock.ts";
import { remember } from "../world/registry.ts";
import type { Flags } from "./flags.ts";
import { buildStartingPoint } from "./starting-point.ts";
import { replaceWorld } from "./up.ts";

const words = {
  en: {
    given: "Given",
    nothing: "An empty host.",
    tasks: "Your tasks",
    next: "Go on with",
    shell: "a shell on the host; with a name: on that node",
    check: "what is right so far; --watch: again at every change",
    hint: "the next hint",
    save: "what you typed, as a script: your submission",
  },
  zh: {
    given: "已经给出",
    nothing: "一台空的宿主机。",
    tasks: "你的任务",
    next: "接下来",
    shell: "宿主机上的 shell；加上名字就是那个节点上的",
    check: "到目前为止哪些是对的；--watch：每次变化后再看",
    hint: "下一条提示",
    save: "把你敲过的命令存成脚本：这就是要交的作业",
  },
};

/** Starts a world with the lab's starting point and prints the tasks; with a student, that student's. */
export async function exercise(lab: string, flags: Flags): Promise<number> {
  const student = flags.student === undefined ? undefined : studentId(flags.student);
  return alone(lab, async () => {
    const entry = await replaceWorld(lab);
    const given = await buildStartingPoint(lab, entry.anchor, student);
    remember({ ...entry, ...(student && { student: remembered(lab, student) }), complete: true });
    if (!flags.quiet) process.stdout.write(briefing(lab, languageOf(flags.lang), given, student));
    return 0;
  });
}

function briefing(lab: string, language: Language, given: string[], student?: string): string {
  const say = words[language];
  const values = valuesOf(lab, student);
  const sections = new Map(courseText(lab, language, values.of).map((section) => [section.id, section]));
  const goal = sections.get(lab)!;
  const head = (text: string) => bold(`━━ ${text}`);
  const tasks = tasksOf(sections.get("tasks"), values.further).map(({ text }, at) => {
    const number = `${at + 1}. `;
    return wrap(number + inline(text), columns(), " ".repeat(number.length));
  });
  const next = (["shell", "check", "hint", "save"] as const).map(
    (verb) => `${`bun labs/${lab}.ts ${verb}`.padEnd(38)}  ${say[verb]}`,
  );
  return `${[
    head(goal.title),
    narration(goal),
    head(say.given),
    given.length ? given.map((command) => `$ ${command}`).join("\n") : say.nothing,
    head(say.tasks),
    tasks.join("\n"),
    head(say.next),
    next.join("\n"),
  ].join("\n\n")}\n`;
}
