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
    const state = await event("05-iflink", "state", (html) => html.includes("<table>"));
    expect(state).toContain('data-up="exercise" ');
    expect(state).toContain('data-student="student-1"');
    expect(state).not.toMatch(/══|@if/);
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
      await event("07-cross-host", "state", (html) => html.includes("<table>")),
    ];
    for (const html of shown) expect(html).toContain("host4");
    expect(shown[0]).toContain('data-key="host port-host4 ══ host4 eth0"');
    expect(shown.join("\n")).not.toMatch(/host4 eth1|host[4-7]: [^.]*(forwarding|192\.168)|198\.51\.100/);
  }));
