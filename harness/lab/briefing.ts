// What an exercise says of itself: what is given, the tasks, how to go on.

import { studentOf } from "../student/id.ts";
import { valuesOf } from "../student/values.ts";
import { courseText, type Section, tasksOf } from "../text/course.ts";
import { languageOf } from "../text/language.ts";
import { exerciseText } from "../text/source.ts";
import { bold, columns } from "../text/style.ts";
import { inline, narration } from "../text/terminal.ts";
import { wrap } from "../text/wrap.ts";
import { hasOwnExercise } from "./own-exercise.ts";
import { requireUp } from "./status.ts";
import { variantOf } from "./variant.ts";
import type { BuildFlags, EveryFlag } from "./verb.ts";

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
    onMachine:
      "You build on this machine's own network: type at its prompt too, as root. `down` puts the machine back as it is now, and so removes all links, network namespaces, addresses, routes, rules and settings that come until then.",
    withDocker: " Docker's containers and networks that come until then, too.",
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
    onMachine:
      "你是在这台机器自己的网络上搭建：也可以直接在它的命令行里以 root 身份敲命令。`down` 会把机器恢复成现在的样子，所以从现在起新增的接口、网络命名空间、地址、路由、规则和设置都会被删除。",
    withDocker: "新增的 Docker 容器和网络也一样。",
  },
};

/** Without commands the text says what is given: they would tell what is asked. */
export function briefing(
  lab: string,
  given: string[] | undefined,
  flags: BuildFlags & { student?: string },
  student: string | undefined,
): string {
  const language = languageOf(flags.lang);
  const say = words[language];
  const values = valuesOf(lab, student);
  const sections = sectionsOf(given ? lab : exerciseText(lab), flags, values.of);
  const goal = sections.get(lab)!;
  const next = (["shell", "check", "hint", "save"] as const).map(
    (verb) => `${`bun labs/${lab}.ts ${verb}`.padEnd(38)}  ${say[verb]}`,
  );
  return `${[
    head(goal.title),
    narration(goal),
    head(say.given),
    given ? given.map((command) => `$ ${command}`).join("\n") || say.nothing : narration(sections.get("given")!),
    head(say.tasks),
    list(sections, values.further),
    head(say.next),
    next.join("\n"),
    ...(flags.machine ? [wrap(say.onMachine + (variantOf(flags).isDocker ? say.withDocker : ""), columns())] : []),
  ].join("\n\n")}\n`;
}

/** The tasks of the exercise that is up; of a lab that was built, the lab's. */
export function tasks(lab: string, flags: EveryFlag): number {
  const entry = requireUp(lab, flags);
  const say = words[languageOf(flags.lang)];
  const values = valuesOf(lab, entry.student && studentOf(entry));
  const isOwn = Boolean(entry.exercise) && hasOwnExercise(lab);
  const sections = sectionsOf(isOwn ? exerciseText(lab) : lab, flags, values.of);
  const given = isOwn ? [head(say.given), narration(sections.get("given")!)] : [];
  console.log([head(sections.get(lab)!.title), ...given, head(say.tasks), list(sections, values.further)].join("\n\n"));
  return 0;
}

const head = (text: string): string => bold(`━━ ${text}`);

const sectionsOf = (text: string, { lang }: EveryFlag, values: (notes: string) => string): Map<string, Section> =>
  new Map(courseText(text, languageOf(lang), values).map((section) => [section.id, section]));

function list(sections: Map<string, Section>, further: number): string {
  const lines = tasksOf(sections.get("tasks"), further).map(({ text }, at) => {
    const number = `${at + 1}. `;
    return wrap(number + inline(text), columns(), " ".repeat(number.length));
  });
  return lines.join("\n");
}
