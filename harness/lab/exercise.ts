import { Mistake } from "../ground/error.ts";
import { alone } from "../ground/lock.ts";
import { noteProgress } from "../ground/progress.ts";
import { remembered, studentId } from "../student/id.ts";
import { valuesOf } from "../student/values.ts";
import { courseText, exerciseText, tasksOf } from "../text/course.ts";
import { languageOf } from "../text/language.ts";
import { bold, columns } from "../text/style.ts";
import { inline, narration } from "../text/terminal.ts";
import { wrap } from "../text/wrap.ts";
import { remember } from "../world/registry.ts";
import type { World } from "../world/world.ts";
import { buildOnMachine } from "./on-machine.ts";
import { hasOwnExercise } from "./own-exercise.ts";
import { buildStartingPoint } from "./starting-point.ts";
import { replaceWorld } from "./up.ts";
import { variantOf } from "./variant.ts";
import type { BuildFlags } from "./verb.ts";

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
    if (!flags.quiet) process.stdout.write(briefing(lab, isOwn ? undefined : given, flags, student));
    return 0;
  };
  const own = student === undefined ? undefined : remembered(lab, student);
  if (flags.machine) return buildOnMachine(lab, flags, begin, { isOpen: true, student: own });
  return alone(lab, async () => {
    const entry = await replaceWorld(lab);
    const status = await begin(entry);
    noteProgress(lab, { done: 0, of: 0 }, student);
    remember({ ...entry, exercise: true, ...(own && { student: own }), complete: true });
    return status;
  });
}

/** Without commands the text says what is given: they would tell what is asked. */
function briefing(
  lab: string,
  given: string[] | undefined,
  flags: BuildFlags & { student?: string },
  student: string | undefined,
): string {
  const language = languageOf(flags.lang);
  const say = words[language];
  const values = valuesOf(lab, student);
  const sections = new Map(
    courseText(given ? lab : exerciseText(lab), language, values.of).map((section) => [section.id, section]),
  );
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
    given ? given.map((command) => `$ ${command}`).join("\n") || say.nothing : narration(sections.get("given")!),
    head(say.tasks),
    tasks.join("\n"),
    head(say.next),
    next.join("\n"),
    ...(flags.machine ? [wrap(say.onMachine + (variantOf(flags).isDocker ? say.withDocker : ""), columns())] : []),
  ].join("\n\n")}\n`;
}
