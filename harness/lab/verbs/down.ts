import { verb } from "../verb.ts";

export const down = verb({
  name: "down",
  form: "down",
  what: { en: "remove it, all of it", zh: "全部拆除" },
  most: 0,
  flags: {},
  run: async ({ lab, flags }) => (await import("../down.ts")).down(lab, flags),
});
