import { toggle } from "../../command-line/flag.ts";
import { verb } from "../verb.ts";

export const status = verb({
  name: "status",
  form: "status",
  what: { en: "is it up, and which nodes has it?", zh: "它搭好了吗，有哪些节点？" },
  most: 0,
  flags: { json: toggle({ en: "as JSON", zh: "用 JSON 表示" }) },
  run: async ({ lab, flags }) => (await import("../status.ts")).status(lab, flags),
});
