// The course's verbs as words in a lab's shells: carried out outside, on the student's terminal or into a pipe.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isOnlyWords, shellWords, withoutWords } from "../../harness/lab/shell-words.ts";
import { call, everybody } from "../who.ts";
import { onTerminal, openShell } from "./terminal.ts";

const lab = "03-bridge";
const file = `labs/${lab}.ts`;

for (const who of everybody({ LANG: "C.UTF-8", NO_COLOR: "1" }))
  describe(`as ${who.name}`, () => {
    beforeAll(async () => {
      expect((await call(who, file, "exercise", "--quiet", "--lang", "zh")).status).toBe(0);
    });
    afterAll(async () => {
      await call(who, file, "down");
    });

    test("they are answered on the terminal, in a pipe, in a shell in the shell; and are not in what is saved", async () => {
      const { enter, type, ended, text } = await openShell(who, lab, "--lang", "en");
      expect(text()).toContain("\x1b[2m(exit leaves)\x1b[0m \x1b[1mhost");
      const tasks = await enter("tasks");
      expect(tasks).toContain("\r\n1. On the host, make a bridge named");
      expect(await enter("tasks | grep -c docker0; echo $?")).toMatch(/\r[1-9]\d*\r\n0\r\n/);
      expect(await enter("walk docker1 nowhere; echo $?")).toMatch(/Cannot find "nowhere".*\r\n→ .*\r\n2\r\n/);
      expect(await enter("graph 2>&1 >/tmp/drawing; cat /tmp/drawing")).toContain("└─ lo 127.0.0.1/8");
      await type("check --watch\r", /Ctrl-C: end/);
      await type("\x03");
      expect(await enter("true")).not.toContain("Ctrl-C");
      await enter("ip netns exec docker1 bash");
      expect(await enter("hint")).toContain("(1/3)");
      await enter("ip link set lo up; check >/dev/null");
      await type("walk doc\t", /ker$/); // with a bell: there are two
      expect(await type("1 docker2\r")).toContain("it has no IPv4 address");
      await type("exit\r");
      await enter("check() { echo my own; }");
      expect(await enter("check")).toContain("my own");
      await type("exit\r", /exit/);
      expect(await ended).toBe(0);
      const saved = join(dirname(who.env.XDG_STATE_HOME!), "mine.sh");
      expect((await call(who, file, "save", saved)).status).toBe(0);
      const script = readFileSync(saved, "utf8");
      expect(script).toContain("\nip netns exec docker1 ip link set lo up\n");
      expect(script).not.toMatch(new RegExp(`^(ip netns exec docker1 )?(${shellWords.join("|")}) `, "m"));
    });

    test("where the exercise was begun in a language, the other verbs speak it, and the prompt", async () => {
      const terminal = onTerminal(who, file, "shell");
      await terminal.until(/\(exit 离开\).*# $/);
      expect(await terminal.enter("tasks", /# $/)).toContain("你的任务");
      await terminal.enter("exit", /exit/);
      expect((await call(who, file, "hint")).out).toContain("docker0 是网桥");
      expect((await call(who, file, "hint", "--lang", "en")).out).toContain("docker0 is a bridge");
    });

    test("where colours are not understood there are none", async () => {
      const terminal = onTerminal({ ...who, env: { ...who.env, TERM: "dumb" } }, file, "shell", "docker1");
      await terminal.until(/\) docker1:\S*# $/);
      expect(await terminal.enter("check", /# $/)).not.toContain("\x1b[3");
      await terminal.enter("exit", /exit/);
    });
  });

test.each([
  ["check", true],
  ["  walk docker1 docker2 --format json", true],
  ["tasks | less", true],
  ["graph >/tmp/x 2>&1", true],
  ["tasks || ip link", false],
  ["check; hint", true],
  ["check && ip link", false],
  ["checked", false],
  ["ip link show check", false],
  ["", false],
])("is %j only a word?", (line, is) => expect(isOnlyWords(line)).toBe(is));

test.each([
  ["ip link set lo up; check", "ip link set lo up"],
  ["check && hint; ip link set lo up", "ip link set lo up"],
  ["echo check; ls", "echo check; ls"],
])("%j in a script is %j", (line, rest) => expect(withoutWords(line)).toBe(rest));
