import { verb } from "../verb.ts";

export const text = verb({
  name: "text",
  form: "text",
  what: {
    en: "the course text, with questions and what has changed since the notes",
    zh: "阅读课文，包括思考题和讲义之后的变化",
  },
  most: 0,
  flags: {},
  run: async ({ lab, flags }) => (await import("../text.ts")).text(lab, flags),
});
