import { verb } from "../verb.ts";

export const hint = verb({
  name: "hint",
  form: "hint",
  what: { en: "the next hint for what is still wrong", zh: "给仍然不对的地方下一条提示" },
  most: 0,
  flags: {},
  run: async ({ lab, flags }) => (await import("../grading.ts")).hint(lab, flags),
});
