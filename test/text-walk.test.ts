// The short form of test/text-walk.ts: one lab's text, at a terminal, in both languages.

import { expect, test } from "bun:test";
import { openScreen } from "./screen.ts";
import { expectNone } from "./sentences.ts";
import { walkText } from "./text-walk.ts";
import { everybody } from "./who.ts";

for (const language of ["en", "zh"] as const)
  test.concurrent(`the text of a lab is read, its lab built, and what it shows typed: ${language}`, async () => {
    const [who] = everybody({});
    const walk = await walkText(who!, "01-network-stack", language);
    expectNone(walk.wrong);
    expect([walk.pages > 5, walk.told.length > 10, walk.typed.length > 3]).toEqual([true, true, true]);
  });

test("a screen has what was written to it: lines too wide go on, a pager's last line is written over", () => {
  const screen = openScreen(10, 3);
  screen.write("网桥 \x1b[1mdocker0\x1b[22m up\r\n:");
  expect(screen.rows()).toEqual(["网桥 docke", "r0 up", ":"]);
  screen.write("\r\x1b[Klast\r\n(END)");
  expect(screen.rows()).toEqual(["r0 up", "last", "(END)"]);
  expect(screen.lines()).toEqual(["网桥 docker0 up", "last", "(END)"]);
});
