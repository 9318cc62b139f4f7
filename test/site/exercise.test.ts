// An exercise on the page: nothing shows what it asks while it is open, and its answers are given there.

import { expect, test } from "bun:test";
import { inSite } from "./site.ts";

test.concurrent("lab 05: neither picture nor tables nor walks tell where cables lead; answers go into the world", () =>
  inSite(async ({ ask, event }) => {
    const act = async (verb: string, words: string[]) =>
      (await (await ask("/act", { lab: "05-iflink", verb, words, language: "en" })).json()) as { status: number };
    expect((await act("exercise", ["student-1"])).status).toBe(0);
    const picture = await event("05-iflink", "picture", (html) => html.includes("data-node"));
    expect(picture).toMatch(/data-key="host br\d+"/);
    expect(picture).not.toMatch(/══|class="wire| to docker| to elsewhere/);
    const state = await event("05-iflink", "state", (html) => html.includes("<table"));
    expect(state).toContain('data-up="exercise" ');
    expect(state).toContain('data-student="student-1"');
    expect(state).not.toMatch(/══|@if|bridge fdb|neigh/);
    const walk = await ask("/walk/05-iflink", { words: ["host", "172.17.0.1"], language: "en" });
    expect({ status: walk.status, text: await walk.text() }).toEqual({
      status: 409,
      text: expect.stringContaining("while the exercise's questions are open"),
    });
    expect((await act("answer", ["nobody", "--lang", "veth0"])).status).toBe(0);
    expect(await event("05-iflink", "asked", (html) => html.includes("veth0"))).toContain(
      'name="nobody" value="--lang veth0"',
    );
  }));

test.concurrent("lab 07: the hosts that are asked about have a name and a cable, and nothing else", () =>
  inSite(async ({ ask, event }) => {
    await ask("/act", { lab: "07-cross-host", verb: "exercise", words: [], language: "zh" });
    const shown = [
      await event("07-cross-host", "picture", (html) => html.includes("data-node")),
      await event("07-cross-host", "state", (html) => html.includes("<table")),
    ];
    for (const html of shown) expect(html).toContain("host4");
    expect(shown[0]).toContain('data-key="host port-host4 ══ host4 eth0"');
    expect(shown.join("\n")).not.toMatch(/host4 eth1|host[4-7]: [^.]*(forwarding|192\.168)|198\.51\.100/);
  }));

test.concurrent("a hint stands beside its check, one more each time; a node's tables say by which command", () =>
  inSite(async ({ ask, event }) => {
    await ask("/act", { lab: "03-bridge", verb: "exercise", words: [], language: "en" });
    const page = await ask("/events/03-bridge?language=en"); // somebody looks all along
    const closed = await event("03-bridge", "checks", (html) => html.includes('data-hint="bridge"'));
    expect(closed).not.toContain("Where to look");
    expect((await ask("/hint/03-bridge", { words: ["no-check"] })).status).toBe(404);
    for (const [at, step] of ["Where to look", "What is wrong there", "The command"].entries()) {
      expect((await ask("/hint/03-bridge", { words: ["bridge"] })).status).toBe(200);
      const html = await event("03-bridge", "checks", (html) => html.includes('data-hint="pair-docker1"'));
      expect(html.match(/<strong>/g)).toHaveLength(at + 2); // and one for the points
      expect(html).toContain(`<strong>${step}</strong>`);
      expect(html.includes(`Hint ${at + 2}/3</button>`)).toBe(at < 2);
    }
    const state = await event("03-bridge", "state", (html) => html.includes("ip -n docker1 neigh"));
    for (const command of ["ip route", "ip -n docker2 route", "iptables-save", "sysctl"])
      expect(state).toContain(`<span class="prompt">$ ${command}</span>`);
    expect(state).toContain("net.ipv4.ip_forward = 0");
    await page.body?.cancel();
  }));
