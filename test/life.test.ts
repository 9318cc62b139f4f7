// The life of a world, through the command line: as root and as an ordinary user, with scripts killed on the way.

import { describe, expect, test } from "bun:test";
import { labNames } from "../harness/lab/names.ts";
import { hasOwnExercise } from "../harness/lab/own-exercise.ts";
import { held } from "./holding.ts";
import { localeOf, startedWith } from "./left.ts";
import { call, everybody, start } from "./who.ts";

let count = 0;

/** The user with a state directory and a locale of a test's own, so that the tests need not wait for each other. */
function anew(name: string) {
  const LANG = localeOf(`life-${++count}-`);
  const who = everybody({ LANG }).find((each) => each.name === name)!;
  return {
    who,
    /** Until none of its worlds has a process left. */
    async untilGone(): Promise<void> {
      while (startedWith(LANG).length) await Bun.sleep(10);
    },
  };
}

for (const { name } of everybody({}))
  describe(`as ${name}`, () => {
    test.concurrent("up, status, exec, graph, grade, down", async () => {
      const { who } = anew(name);
      const up = await call(who, "labs/03-bridge.ts", "--lang", "en");
      expect(up.err).toBe("");
      expect(up.out).toContain("$ ip link add docker0 type bridge\n");
      expect(up.out).toContain("veth1 ══ docker1: eth0 172.17.0.2/16");
      const status = await call(who, "labs/03-bridge.ts", "status", "--json");
      expect(JSON.parse(status.out)).toEqual({
        lab: "03-bridge",
        up: true,
        world: "sandbox",
        nodes: ["host", "docker1", "docker2"],
      });
      expect((await call(who, "labs/03-bridge.ts", "exec", "docker1", "--", "ip", "-br", "address")).out).toContain(
        "172.17.0.2/16",
      );
      expect((await call(who, "labs/03-bridge.ts", "exec", "docker2", "--", "sh", "-c", "exit 7")).status).toBe(7);
      const grade = await call(who, "grader/index.ts", "03", "--reporter", "json");
      expect({ err: grade.err, status: grade.status }).toEqual({ err: "", status: 0 });
      const report = JSON.parse(grade.out);
      expect(report.score).toBe(report.maxScore);
      expect(await call(who, "labs/03-bridge.ts", "down")).toEqual({ out: "", err: "", status: 0 });
      expect(await call(who, "labs/03-bridge.ts", "down")).toEqual({ out: "", err: "", status: 0 });
      expect(JSON.parse((await call(who, "labs/03-bridge.ts", "status", "--json")).out).up).toBe(false);
    });

    test.concurrent("a container that is a process, named by a link, is a node for every verb", async () => {
      const { who } = anew(name);
      const lab = "labs/06-trace.ts";
      expect((await call(who, lab, "--quiet")).status).toBe(0);
      const made = `${held}
        held --user --map-root-user --net; ln -s /proc/$pid/ns/net /run/netns/linked
        ip link add veth9 type veth peer name eth0 netns $pid; ip link set veth9 master docker0 up
        ip -n linked address add 172.17.0.9/16 dev eth0; ip -n linked link set eth0 up`;
      expect(await call(who, lab, "exec", "host", "--", "sh", "-ec", made)).toEqual({ out: "", err: "", status: 0 });
      expect((await call(who, lab, "exec", "linked", "--", "ip", "-br", "address")).out).toContain("172.17.0.9/16");
      expect((await call(who, lab, "graph")).out).toContain("══ linked: eth0 172.17.0.9/16");
      expect((await call(who, lab, "walk", "linked", "docker1")).out).toContain("172.17.0.9 → 172.17.0.2");
      expect((await call(who, lab, "trace", "linked", "host")).out).toContain("172.17.0.9 → 172.17.0.1");
      expect((await call(who, lab, "down")).status).toBe(0);
    });

    test.concurrent("an earlier world is replaced; down of one lab leaves the other", async () => {
      const { who } = anew(name);
      const both = ["labs/01-network-stack.ts", "labs/03-bridge.ts"];
      await Promise.all(both.map((lab) => call(who, lab, "--quiet")));
      await call(who, "labs/03-bridge.ts", "exec", "host", "--", "ip", "link", "del", "docker0");
      expect((await call(who, "labs/03-bridge.ts", "--quiet")).status).toBe(0);
      expect((await call(who, "grader/index.ts", "01", "3")).status).toBe(0);
      expect((await call(who, "labs/01-network-stack.ts", "down")).status).toBe(0);
      expect((await call(who, "grader/index.ts")).out).toContain("03-bridge");
      expect((await call(who, "labs/03-bridge.ts", "down")).status).toBe(0);
    });

    test.concurrent("a script killed at any moment: the next up puts things right, nothing is left", async () => {
      const { who, untilGone } = anew(name);
      for (const delay of [5, 15, 30, 60, 100, 160, 250, 400]) {
        const script = start(who, "labs/03-bridge.ts", "--quiet");
        await Bun.sleep(delay); // not a wait for a state: the moment of the kill
        script.kill("SIGKILL");
        await script.exited;
      }
      expect((await call(who, "labs/03-bridge.ts", "--quiet")).status).toBe(0);
      expect((await call(who, "grader/index.ts", "03")).status).toBe(0);
      expect((await call(who, "labs/03-bridge.ts", "down")).status).toBe(0);
      await untilGone();
    });

    test.concurrent.each([
      [
        ["labs/03-bridge.ts", "frobnicate"],
        /^Unknown verb "frobnicate"; the verbs are: up, .*\n→ bun labs\/03-bridge\.ts --help\n$/,
      ],
      [["labs/03-bridge.ts", "--frobnicate"], /^Unknown option '--frobnicate'\n→ .*\n$/],
      [["labs/03-bridge.ts", "--lang", "fr"], /^Unknown language "fr"; the languages are: en, zh\n→ .*\n$/],
      [
        ["labs/03-bridge.ts", "exec", "docker1", "--", "true"],
        /^Lab "03-bridge" is not up\n→ bun labs\/03-bridge\.ts\n$/,
      ],
      [["labs/03-bridge.ts", "exec"], /^Cannot run a command without a node\n→ .*exec NODE -- CMD…\n$/],
      [["grader/index.ts", "99"], /^Unknown lab "99"; the labs are: 01-network-stack, .*\n→ bun grader 01\n$/],
      [["grader/index.ts", "03"], /^Cannot grade lab "03-bridge": it is not up\n→ bun labs\/03-bridge\.ts\n$/],
      [["grader/index.ts"], /^Cannot grade: no lab is up\n→ bun labs\/01-network-stack\.ts\n$/],
      [
        ["grader/index.ts", "--reporter", "xml"],
        /^Unknown reporter "xml"; the reporters are: text, tap, tap13, json, .*\n→ .*\n$/,
      ],
      [["grader/index.ts", "--reference", "--timeout", "x"], /^Unknown time "x": --timeout takes seconds\n→ .*\n$/],
    ])("%p says what is wrong and what to do", async (line, message) => {
      const { who } = anew(name);
      const { out, err, status } = await call(who, ...line);
      expect(err).toMatch(message);
      expect({ out, status }).toEqual({ out: "", status: 2 });
    });

    test.concurrent("a node that is not there is named, with those that are", async () => {
      const { who } = anew(name);
      await call(who, "labs/01-network-stack.ts", "--quiet");
      const { err, status } = await call(who, "labs/01-network-stack.ts", "exec", "docker9", "--", "true");
      expect({ err, status }).toEqual({
        err: 'Cannot find the node "docker9"; the nodes are: host, docker1\n→ bun labs/01-network-stack.ts exec docker1 -- true\n',
        status: 2,
      });
      await call(who, "labs/01-network-stack.ts", "down");
    });

    test.concurrent("a state directory that cannot be written: one message, and no world is left", async () => {
      const { who, untilGone } = anew(name);
      const { err, status } = await call(
        { ...who, env: { ...who.env, XDG_STATE_HOME: "/proc/nowhere" } },
        "labs/03-bridge.ts",
        "--quiet",
      );
      expect(err).toMatch(
        /^Cannot write the state directory "\/proc\/nowhere\/container-network-labs": .*\n→ .*XDG_STATE_HOME=DIR\n$/,
      );
      expect(status).toBe(2);
      await untilGone();
    });

    // alone, for it takes as long as all the others
    test("the reference of every lab, and of its exercise, passes in full", async () => {
      const { who } = anew(name);
      const { out, err, status } = await call(who, "grader/index.ts", "--reference", "--reporter", "json");
      expect({ err, status }).toEqual({ err: "", status: 0 });
      const { labs, score, maxScore } = JSON.parse(out);
      expect(labs.map(({ lab }: { lab: string }) => lab)).toEqual(
        labNames().flatMap((lab) => (hasOwnExercise(lab) ? [lab, lab] : [lab])),
      );
      expect(score).toBe(maxScore);
    });
  });
