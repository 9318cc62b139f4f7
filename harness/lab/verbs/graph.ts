import { oneOf } from "../../command-line/flag.ts";
import { verb } from "../verb.ts";

export const graph = verb({
  name: "graph",
  form: "graph",
  what: { en: "draw what is in the kernel now", zh: "画出内核里现在的网络" },
  most: 0,
  flags: {
    format: oneOf("format", ["text", "svg", "dot", "mermaid", "json"], { en: "how it is drawn", zh: "画成什么格式" }),
  },
  run: async ({ lab, flags }) => (await import("../graph.ts")).graph(lab, flags),
});
