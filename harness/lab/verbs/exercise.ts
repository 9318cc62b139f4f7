import { text } from "../../command-line/flag.ts";
import { building, verb } from "../verb.ts";

export const exercise = verb({
  name: "exercise",
  form: "exercise",
  what: {
    en: "build only the starting point, and print the tasks; an earlier one is replaced",
    zh: "只搭出起点，并列出任务；先前的会被替换",
  },
  most: 0,
  flags: {
    ...building,
    student: {
      ...text("ID", { en: "with addresses and names of your own", zh: "使用你自己的地址和名字" }),
      elsewhere: "an exercise is begun with it, and remembers it",
    },
  },
  builds: true,
  run: async ({ lab, flags }) => (await import("../exercise.ts")).exercise(lab, flags),
});
