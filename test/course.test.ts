// `bun labs`: which labs there are, how far they are, what comes next.

import { describe, expect, test } from "bun:test";
import { onTerminal } from "./exercise/terminal.ts";
import { call, everybody } from "./who.ts";

for (const who of everybody({ LANG: "C.UTF-8", NO_COLOR: "1", COLUMNS: "80" }))
  describe(`as ${who.name}`, () => {
    const states = async () => JSON.parse((await call(who, "labs/index.ts", "--json")).out);

    test("new, begun, done, up: by what the grader found; a lab is called by its number or its name", async () => {
      const { labs, next } = await states();
      expect(labs.map((each: { state: string }) => each.state)).toEqual(Array(8).fill("new"));
      expect(next).toEqual({ lab: "01-network-stack", verb: "up" });
      expect((await call(who, "labs/index.ts", "3", "exercise", "--quiet")).status).toBe(0);
      await call(who, "grader/index.ts", "03");
      const begun = (await states()).labs[2];
      expect(begun).toMatchObject({ lab: "03-bridge", state: "begun", up: true, exercise: true, done: 0 });
      expect((await call(who, "labs/index.ts")).out).toMatch(/^03-bridge +0 of 16 {2}\[up: exercise\]$/m);
      expect((await call(who, "labs/index.ts", "--lang", "zh")).out).toMatch(
        /^03-bridge +0 \/ 16 {2}\[已搭好: 练习\]$/m,
      );
      expect((await call(who, "labs/index.ts", "bridge", "down")).status).toBe(0);
    });

    test.each([
      [["nxt"], /^Unknown word "nxt".*\n→ bun labs next\n$/],
      [["brigde"], /^Unknown word "brigde".*\n→ bun labs bridge\n$/],
      [["99"], /^Unknown lab "99".*\n→ bun labs 01\n$/],
      [["--jsn"], /^Unknown option '--jsn'\n→ bun labs --json\n$/],
      [["03", "shel"], /^Unknown verb "shel".*\n→ bun labs\/03-bridge.ts shell\n$/],
    ])("%j is refused with the nearest that is known", async (line, message) => {
      const { out, err, status } = await call(who, "labs/index.ts", ...line);
      expect({ out, status }).toEqual({ out: "", status: 2 });
      expect(err).toMatch(message);
    });

    test("the course text, to its questions and sources, without the checks' hints", async () => {
      const { out, status } = await call(who, "labs/index.ts", "04", "text", "--lang", "zh");
      expect(status).toBe(0);
      expect(out).toContain("$ ip -n docker1 neigh");
      expect(out).not.toContain("{#");
      expect(out).not.toMatch(/<\/?(details|summary)>/);
    });

    test("the first time at a terminal it pauses, and says how far it is; q goes on without; the second time it does not", async () => {
      const { CI: _, ...env } = who.env as Record<string, string>;
      const first = onTerminal({ ...who, env }, "labs/01-network-stack.ts");
      await first.until(/1 of \d+; Enter goes on; q: without pauses/);
      await first.enter("", /2 of \d+; /);
      first.write("q\r");
      expect(await first.ended).toBe(0);
      expect(first.text()).not.toContain("3 of");
      expect(first.text()).toContain("bun labs 01 exercise");
      const second = onTerminal({ ...who, env }, "labs/01-network-stack.ts");
      expect(await second.ended).toBe(0);
      expect(second.text()).not.toContain("Enter goes on");
      await call(who, "labs/01-network-stack.ts", "down");
    });
  });
