import { verb } from "../verb.ts";

export const tasks = verb({
  name: "tasks",
  form: "tasks",
  what: { en: "what is to be done", zh: "列出任务" },
  most: 0,
  flags: {},
  run: async ({ lab, flags }) => (await import("../briefing.ts")).tasks(lab, flags),
});
