// Hints: three steps for the first check that fails by itself, then for the next one.

import { expect, test } from "bun:test";
import { rmSync } from "node:fs";
import { nextHint } from "../../grader/exercise/hint.ts";
import type { Outcome, TestPoint } from "../../grader/tap/test-point.ts";
import { courseText, linesOf } from "../../harness/text/course.ts";
import { newFolder } from "../folder.ts";
import { call, everybody } from "../who.ts";

const lab = "03-bridge";
const file = `labs/${lab}.ts`;

/** The lines of a hint, without the breaks that the terminal's width makes. */
const lines = (check: string, step: number, language: "en" | "zh" = "en") => {
  const section = courseText(lab, language).find(({ id }) => id === `check-${check}`)!;
  const names = {
    en: ["Where to look", "What is wrong there", "The command"],
    zh: ["看哪里", "那里错在哪里", "命令"],
  }[language];
  const more = { en: "Run hint again for more.", zh: "再运行一次 hint 可得到更多提示。" }[language];
  const text = [section.title, `${names[step - 1]} (${step}/3)`, linesOf(section)[step - 1]!, step < 3 ? more : ""];
  return text.join("").replaceAll(/\s/g, "");
};

const unbroken = (text: string): string => text.replaceAll(/\s/g, "");

test("one step further each time, and anew for another check", () => {
  const folder = newFolder("hints");
  const before = process.env.XDG_STATE_HOME;
  process.env.XDG_STATE_HOME = folder;
  const next = (outcomes: Record<string, Outcome>, language: "en" | "zh" = "en") => {
    const checks = Object.entries(outcomes).map(([id, outcome]) => ({ id, outcome }) as TestPoint);
    return unbroken(nextHint({ lab, score: 0, maxScore: 1, checks, complaints: [] }, language));
  };
  try {
    const first = { bridge: "fail", "bridge-address": "skip", "pair-docker1": "skip" } as const;
    expect(next(first)).toBe(lines("bridge", 1));
    expect(next(first, "zh")).toBe(lines("bridge", 2, "zh"));
    expect(next(first)).toBe(lines("bridge", 3));
    expect(next(first)).toBe(lines("bridge", 3)); // there is no more
    const second = { bridge: "pass", "bridge-address": "fail", "pair-docker1": "fail" } as const;
    expect(next(second)).toBe(lines("bridge-address", 1));
    expect(next(second)).toBe(lines("bridge-address", 2));
    expect(next(first)).toBe(lines("bridge", 1)); // it had passed
    expect(next(second)).toBe(lines("bridge-address", 3)); // it never did
    expect(next({ bridge: "error", "bridge-address": "skip", "pair-docker1": "fail" })).toBe(lines("pair-docker1", 1));
    expect(next({ bridge: "error", "bridge-address": "skip" })).toStartWith("Whatdoesnotpasshere");
    expect(next({ bridge: "pass", "bridge-address": "pass" })).toBe("Everycheckpasses:nothingtohintat.");
    expect(next({ bridge: "pass" }, "zh")).toBe("所有检查都通过了：没有什么可提示的。");
  } finally {
    if (before === undefined) delete process.env.XDG_STATE_HOME;
    else process.env.XDG_STATE_HOME = before;
    rmSync(folder, { recursive: true });
  }
});

for (const who of everybody({ LANG: "C.UTF-8", NO_COLOR: "1" }))
  test.concurrent(`the verb, as ${who.name}`, async () => {
    const hint = async (...words: string[]) => {
      const { out, err, status } = await call(who, file, "hint", ...words);
      return { text: unbroken(out), err, status };
    };
    await call(who, file, "exercise", "--quiet");
    expect(await hint()).toEqual({ text: lines("bridge", 1), err: "", status: 1 });
    expect(await hint("--lang", "zh")).toEqual({ text: lines("bridge", 2, "zh"), err: "", status: 1 });
    await call(who, file, "exercise", "--quiet"); // another world begins with the first
    expect(await hint()).toEqual({ text: lines("bridge", 1), err: "", status: 1 });
    await call(who, file, "down");
  });
