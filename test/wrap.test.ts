// What is told on a terminal of 80 columns: no word is cut, and a command is whole.

import { expect, test } from "bun:test";
import { valueInWords } from "../grader/words/of-values.ts";
import { wrap } from "../harness/text/wrap.ts";

test.each(["`ip netns exec docker1 ip link show eth0`", "\x1b[36mip netns exec docker1 ip link show eth0\x1b[39m"])(
  "%j is not broken",
  (command) => {
    for (let width = 20; width < 80; width++)
      for (const text of [`Look at it, please: ${command}, and then elsewhere`, `看看 ${command} 这条命令`])
        expect(wrap(text, width, "    ")).toContain(command);
  },
);

test.each([
  [{ linkinfo: { info_kind: "bridge" }, flags: ["UP"] }, "kind bridge, flags UP", "类型 bridge，标志 UP"],
  [[{ family: "inet", local: "172.17.0.1", prefixlen: 16 }], "172.17.0.1/16", "172.17.0.1/16"],
  [[], "none", "没有"],
  [
    { "docker1 → docker2": { request: "arrived", reply: "lost" } },
    "docker1 → docker2: request arrived, reply lost",
    "docker1 → docker2：请求 到达，应答 丢失",
  ],
] as const)("%j in words", (value, en, zh) => {
  expect(valueInWords(value, "en")).toBe(en);
  expect(valueInWords(value, "zh")).toBe(zh);
});
