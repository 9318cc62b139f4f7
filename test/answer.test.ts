// The verb `answer`, through the command line: as root and as an ordinary user.

import { describe, expect, test } from "bun:test";
import { call, everybody, type Who } from "./who.ts";

const lab = "labs/05-iflink.ts";
const users = everybody({ LANG: "C.UTF-8", NO_COLOR: "1" });

const failed = async (who: Who): Promise<string[]> => {
  const { checks } = JSON.parse((await call(who, "grader/index.ts", "05", "--reporter", "json")).out).labs[0];
  return checks.flatMap(({ id, outcome }: Record<string, string>) => (outcome === "pass" ? [] : [`${id} ${outcome}`]));
};

for (const who of users)
  describe(`as ${who.name}`, () => {
    const answer = (...words: string[]) => call(who, lab, "answer", ...words);
    const said = (out: string) => ({ out, err: "", status: 0 });

    test("where the lab is not up, the message says how to bring it up", async () => {
      const message = { out: "", err: `Lab "05-iflink" is not up\n→ bun ${lab}\n`, status: 2 };
      expect(await answer()).toEqual(message);
      expect(await answer("docker1", "veth3f2a1c9")).toEqual(message);
    });

    test("answers, a changed mind, and what the grader makes of them", async () => {
      expect((await call(who, lab, "--quiet")).status).toBe(0);
      expect(await answer()).toEqual(said("docker1: veth8c41e07\ndocker2: veth3f2a1c9\ndocker3: vethb65d90a\n"));

      const wrong = "$ ip link set veth8c41e07 alias ''\n$ ip link set veth3f2a1c9 alias docker1\n";
      expect(await answer("docker1", "veth3f2a1c9")).toEqual(said(wrong));
      expect(await answer()).toEqual(said("docker1: veth3f2a1c9\ndocker2: no answer yet\ndocker3: vethb65d90a\n"));
      expect((await answer("--lang", "zh")).out).toContain("docker2: 还没有回答\n");
      expect(await failed(who)).toEqual(["answer-docker1 fail", "answer-docker2 fail"]);

      const right = "$ ip link set veth3f2a1c9 alias ''\n$ ip link set veth8c41e07 alias docker1\n";
      expect(await answer("docker1", "veth8c41e07")).toEqual(said(right));
      expect(await answer("docker1", "veth8c41e07")).toEqual(said("$ ip link set veth8c41e07 alias docker1\n"));
      expect(await answer("docker2", "veth3f2a1c9")).toEqual(said("$ ip link set veth3f2a1c9 alias docker2\n"));
      expect(await failed(who)).toEqual([]);

      // by hand, two links for one container, and a note that is no answer
      await call(who, lab, "exec", "host", "--", "ip", "link", "set", "docker0", "alias", "docker3");
      await call(who, lab, "exec", "host", "--", "ip", "link", "set", "lo", "alias", 'it\'s\u001b "mine"\n');
      expect((await answer()).out).toContain("docker3: docker0, vethb65d90a\n");
      expect(await failed(who)).toEqual(["answer-docker3 fail"]);
      const one = "$ ip link set docker0 alias ''\n$ ip link set vethb65d90a alias docker3\n";
      expect(await answer("docker3", "vethb65d90a")).toEqual(said(one));
      expect(await failed(who)).toEqual([]);
    });

    test.each([
      [
        ["docker9", "veth8c41e07"],
        /^Cannot find the node "docker9"; the nodes are: docker1, docker2, docker3\n→ .*\n$/,
      ],
      [["host", "docker0"], /^Cannot answer with "host": .*\n→ .* answer NODE docker0\n$/],
      [
        ["docker1", "veth9"],
        /^Cannot find the link "veth9" on the host; its links are: lo, docker0, veth.*\n→ .* ip link\n$/,
      ],
      [["docker1", "eth0"], /^Cannot find the link "eth0" on the host; .*\n→ .* ip link\n$/],
      [["docker1", "veth3f2a1c9@if2:"], /is only "veth3f2a1c9"\n→ .* answer docker1 veth3f2a1c9\n$/],
      [["veth3f2a1c9", "docker1"], /^Node and link are swapped: .*\n→ .* answer docker1 veth3f2a1c9\n$/],
      [["docker1"], /^Cannot answer without a link: .*\n→ .* answer docker1 LINK\n$/],
      [["veth3f2a1c9"], /^Cannot answer without a node: .*\n→ .* answer NODE veth3f2a1c9\n$/],
      [["docker1", "veth3f2a1c9", "x"], /^Too many words: "x"\n→ .* answer \[NODE LINK\]\n$/],
    ])("%p says what is wrong and what to do, and changes nothing", async (words, message) => {
      const before = await answer();
      const { out, err, status } = await answer(...words);
      expect(err).toMatch(message);
      expect({ out, status }).toEqual({ out: "", status: 2 });
      expect(await answer()).toEqual(before);
    });

    test("down", async () => {
      expect((await call(who, lab, "down")).status).toBe(0);
    });
  });
