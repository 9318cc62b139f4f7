// Lab 03 typed by a student on two terminals, saved, and graded as a submission.

import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { exerciseOf } from "../../harness/lab/own-exercise.ts";
import { stepsOf } from "../../harness/lab/starting-point.ts";
import { call, everybody, type Who } from "../who.ts";
import { openShell } from "./terminal.ts";

const lab = "03-bridge";
const file = `labs/${lab}.ts`;

/** The lab's own commands: on docker1's terminal what concerns docker1, its address and its gateway as variables. */
const commands = (await stepsOf(lab)).filter(({ given }) => !given).flatMap((step) => step.commands);
const typedLines = commands.map((command): ["host" | "docker1", string] => {
  const own = command.match(/^ip (netns exec docker1|-n docker1) (.*)$/);
  if (!own) return ["host", command];
  const inside = own[1] === "-n docker1" ? `ip ${own[2]}` : own[2]!;
  return ["docker1", inside.replace("172.17.0.2/16", '"$OWN"').replace("172.17.0.1", "$GW")];
});

const [who] = everybody({ LANG: "C.UTF-8", NO_COLOR: "1" }) as [Who];

describe(`as ${who.name}`, () => {
  const path = (name: string) => join(who.env.XDG_STATE_HOME!, name); // a folder of the user's own;
  const save = (...words: string[]) => call(who, file, "save", ...words);

  test("typed, saved, graded: full points", async () => {
    const nothing = {
      out: "",
      err: `Nothing was typed yet in a shell of lab "${lab}"\n→ bun ${file} shell\n`,
      status: 2,
    };
    expect(await save(path("none.sh"))).toEqual(nothing);
    expect((await call(who, file, "exercise", "--quiet")).status).toBe(0);
    expect(await save(path("none.sh"))).toEqual(nothing);

    const [host, docker1] = await Promise.all([openShell(who, lab), openShell(who, lab, "docker1")]);
    await docker1.enter("GW=172.17.0.1");
    await docker1.enter("export OWN=172.17.0.2/16");
    await docker1.enter("ip address add $OWN dev eth9"); // there is none
    for (const [node, line] of typedLines) await (node === "host" ? host : docker1).enter(line);
    await Promise.all([host, docker1].map((shell) => shell.type("exit\r", /exit/)));
    await Promise.all([host.ended, docker1.ended]);
    const now = await call(who, "grader/index.ts", "03");
    expect(now.out).toStartWith("03-bridge  16/16 points\n");

    const unwritable = await save("/proc/mine.sh");
    expect(unwritable.err).toMatch(/^Cannot write "\/proc\/mine.sh": .*\n→ bun labs\/03-bridge.ts save OTHER-FILE\n$/);
    expect(unwritable.status).toBe(2);
    writeFileSync(path("there.sh"), "mine");
    const there = `The file "${path("there.sh")}" is there already\n→ bun ${file} save OTHER-FILE\n`;
    expect(await save(path("there.sh"))).toEqual({ out: "", err: there, status: 2 });
    expect(readFileSync(path("there.sh"), "utf8")).toBe("mine");

    const mine = path("mine.sh");
    expect(await save(mine)).toEqual({
      out: `${mine}: ${typedLines.length + 2} commands; 1 more as comments, each with the reason\n→ bun grader 03 --script ${mine}\n`,
      err: "",
      status: 0,
    });
    expect(statSync(mine).mode & 0o111).toBe(0o111);
    const script = readFileSync(mine, "utf8");
    expect(script).toContain(
      "GW=172.17.0.1\nexport OWN=172.17.0.2/16\n# on docker1, ended with status 1: ip address add $OWN dev eth9\n",
    );
    expect(script).toContain("\non docker1 <<'END'\nip route add default via $GW\nEND\n");
    // what comes after -- is a word, whatever it looks like
    const dashed = await call({ ...who, cwd: dirname(mine) }, join(who.cwd, file), "save", "--", "-mine.sh");
    expect(dashed.out).toEndWith("→ bun grader 03 --script ./-mine.sh\n");
    expect(existsSync(path("-mine.sh"))).toBe(true);
    expect((await save(mine, "--lang", "zh")).err).toContain("已经存在");
    expect((await save(`${mine}.zh`, "--lang", "zh")).out).toContain("另有 1 条写成了注释");

    const graded = await call(who, "grader/index.ts", "03", "--script", mine);
    expect(graded.out).toStartWith("03-bridge  16/16 points\n");
    expect(graded.status).toBe(0);
    expect((await call(who, file, "down")).status).toBe(0);
  });

  test("answers that were given by the verb belong to what is saved", async () => {
    const own = "labs/05-iflink.ts";
    expect((await call(who, own, "exercise", "--quiet")).status).toBe(0);
    const { questions = [], solution } = (await exerciseOf("05-iflink", undefined))!;
    await call(who, own, "exec", "host", "--", "bash", "-ec", solution.join("\n"));
    const answers = (await call(who, own, "answer")).out
      .trim()
      .split("\n")
      .map((line): [string, string] => {
        const [name = "", links = ""] = line.split(": ");
        return [name, links];
      });
    expect(answers.map(([name]) => name)).toEqual(questions);
    expect((await call(who, own, "exercise", "--quiet")).status).toBe(0);
    for (const [name, links] of answers) await call(who, own, "answer", name, ...links.split(" "));
    const mine = path("05.sh");
    expect((await call(who, own, "save", mine)).status).toBe(0);
    expect(readFileSync(mine, "utf8")).toEndWith(
      answers.map(([name, links]) => `echo ${links} > /run/answers/${name}\n`).join(""),
    );
    expect((await call(who, "grader/index.ts", "05", "--script", mine)).out).toStartWith(
      "05-iflink exercise  9/9 points\n",
    );
    expect((await call(who, own, "down")).status).toBe(0);
  });
});
