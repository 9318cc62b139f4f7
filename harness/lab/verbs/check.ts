import { toggle } from "../../command-line/flag.ts";
import { verb } from "../verb.ts";

export const check = verb({
  name: "check",
  form: "check",
  what: { en: "what is right so far, as bun grader says it", zh: "到目前为止哪些是对的，与 bun grader 相同" },
  most: 0,
  flags: { watch: toggle({ en: "again at every change", zh: "每次变化后再看" }) },
  run: async ({ lab, flags }) => (await import("../grading.ts")).check(lab, flags),
});
