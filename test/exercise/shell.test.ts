// What a student types in a lab's shells, on real terminals, as root and as an ordinary user.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { call, everybody } from "../who.ts";
import { openShell, recordOf } from "./terminal.ts";

const lab = "03-bridge";
const file = `labs/${lab}.ts`;

for (const who of everybody({ LANG: "C.UTF-8", NO_COLOR: "1" }))
  describe(`as ${who.name}`, () => {
    const shell = (...node: string[]) => openShell(who, lab, ...node);
    let before = 0;
    const record = () => recordOf(who, lab).slice(before);

    beforeAll(async () => {
      expect((await call(who, file, "exercise", "--quiet")).status).toBe(0);
    });
    afterAll(async () => {
      await call(who, file, "down");
    });

    test("each command, with its node and its status, as it was typed", async () => {
      const { name, enter, type, interrupt, ended } = await shell("docker1");
      expect(name).toBe("docker1");
      expect(await enter("ip -br link")).toContain("lo ");
      expect(await enter(`echo "a  b" 'c' | tr a-z A-Z`)).toContain("A  B C\r\n");
      await enter(" echo space");
      await enter("");
      await enter("   ");
      await enter("# 网桥");
      expect(await enter("echo 交换机")).toContain("交换机\r\n");
      await enter("false");
      await enter("GW=172.17.0.1");
      expect(await enter("echo $GW")).toContain("172.17.0.1\r\n");
      expect(await enter("cd /var")).toContain(":/var# ");
      await enter("true");
      await type("\x1b[A\r"); // the same again, from the history
      await enter("12345");
      const long = `: ${"x".repeat(6000)}`;
      await enter(long);
      await enter("for i in 1 2; do", /> $/);
      await enter("echo $i", /> $/);
      expect(await enter("done")).toContain("1\r\n2\r\n");
      await enter("cat <<END", /> $/);
      await enter("a 'b", /> $/);
      await enter("END");
      await type("half", /half$/);
      await interrupt();
      await enter("sh -c 'echo ready; exec sleep 100'", /\rready\r\n/);
      await interrupt();
      await enter("if", /> $/);
      await type("x", /x$/);
      await interrupt();
      await enter("fi");
      expect(await enter('echo "status $?"')).toContain("status 2\r\n"); // recording does not change it
      await type("\x04", /exit/); // Ctrl-D
      expect(await ended).toBe(0);
      expect(record().filter((line) => !/^docker1 130 if\s*$/.test(line))).toEqual(
        [
          "0 ip -br link",
          `0 echo "a  b" 'c' | tr a-z A-Z`,
          "0  echo space",
          "0 # 网桥",
          "0 echo 交换机",
          "1 false",
          "0 GW=172.17.0.1",
          "0 echo $GW",
          "0 cd /var",
          "0 true",
          "0 true",
          "127 12345",
          `0 ${long}`,
          "0 for i in 1 2; do\necho $i\ndone",
          "0 cat <<END\na 'b\nEND",
          "130 sh -c 'echo ready; exec sleep 100'",
          "2 fi",
          '0 echo "status $?"',
        ].map((line) => `docker1 ${line}`),
      );
    });

    test("two shells at once, one of them killed, and one that was started in the other", async () => {
      before = recordOf(who, lab).length;
      const [host, docker2] = await Promise.all([shell(), shell("docker2")]);
      expect([host.name, docker2.name]).toEqual(["host", "docker2"]);
      await docker2.enter("echo one");
      await host.enter("echo two");
      expect(await host.enter("ip netns exec docker1 bash")).toMatch(/docker1\S*:\/# $/);
      await host.enter("echo three");
      await docker2.enter("echo four");
      expect(await host.enter("exit")).toMatch(/host\S*:\/# $/);
      const [, pid] = (await docker2.enter("echo $$")).match(/\r(\d+)\r\n/)!;
      const [ECHO, ICANON] = [0o10, 0o2];
      expect(docker2.modes() & (ECHO | ICANON)).toBe(0); // bash reads a line
      await host.enter(`kill -9 ${pid}`);
      expect(await docker2.ended).toBe(137);
      expect(docker2.modes() & (ECHO | ICANON)).toBe(ECHO | ICANON);
      expect(await host.enter("unshare --net bash")).toMatch(/\?\S*:\/# $/);
      await host.enter("ip link set lo up");
      await host.enter("exit");
      await host.enter("exec 3>/tmp/file"); // a low descriptor is the student's own
      await host.enter("set -u; set -o noglob; IFS=o");
      await host.enter("echo five");
      await host.enter("history -c");
      await host.enter("echo six");
      await host.type("exit\r", /exit/);
      expect(await host.ended).toBe(0);
      expect(record()).toEqual([
        "docker2 0 echo one",
        "host 0 echo two",
        "docker1 0 echo three",
        "docker2 0 echo four",
        "host 0 ip netns exec docker1 bash",
        "docker2 0 echo $$",
        `host 0 kill -9 ${pid}`,
        " 0 ip link set lo up",
        "host 0 unshare --net bash",
        "host 0 exec 3>/tmp/file",
        "host 0 set -u; set -o noglob; IFS=o",
        "host 0 echo five",
        "host 0 echo six",
      ]);
    });

    test("what another world's shells were told does not count", async () => {
      const old = await shell();
      expect((await call(who, file, "exercise", "--quiet")).status).toBe(0);
      expect(await old.ended).toBe(137); // it went with its world
      expect(recordOf(who, lab)).toEqual([]);
    });

    test.each([
      [
        ["docker9"],
        /^Cannot find the node "docker9"; the nodes are: host, docker1, docker2\n→ bun labs\/03-bridge.ts shell docker1\n$/,
      ],
      [
        ["docker1"],
        /^Cannot open a shell: standard input is not a terminal\n→ bun labs\/03-bridge.ts exec docker1 -- COMMAND\n$/,
      ],
      [["docker1", "ls"], /^Too many words: "ls"\n→ bun labs\/03-bridge.ts shell \[NODE\]\n$/],
    ])("shell %p, without a terminal", async (words, message) => {
      const { out, err, status } = await call(who, file, "shell", ...words);
      expect(err).toMatch(message);
      expect({ out, status }).toEqual({ out: "", status: 2 });
    });
  });
