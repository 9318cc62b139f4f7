// Where a fault breaks connectivity, the hop that `explain` names first is the one that was broken.

import { describe, expect, test } from "bun:test";
import type { What } from "../../harness/explain/index.ts";
import { sentence } from "../../harness/explain/words.ts";
import { matrix } from "../matrix.ts";
import { inWorld } from "../world.ts";
import { across } from "./across.ts";
import { explained, type Way } from "./ways.ts";

async function names(lab: string, commands: string, way: Way, node: string, what: What): Promise<void> {
  await inWorld(async (world) => {
    await world.build(lab);
    world.run(commands);
    const [told] = await explained(world, [way]);
    const { broken } = told!;
    expect({ answered: told!.answered, node: broken?.node, what: broken?.what }).toEqual({
      answered: false,
      node,
      what,
    });
    expect(broken!.seen).not.toBe("");
    for (const language of ["en", "zh"] as const) expect(sentence(broken, language)).not.toContain("undefined");
  });
}

const owners: Record<string, string> = { "172.17.0.2": "docker1", "172.17.0.3": "docker2", "172.17.0.4": "docker3" };

for (const { lab, mutations } of matrix)
  describe(lab, () => {
    for (const { fault, commands, broken } of mutations)
      if (broken) {
        const { node, what, from = "docker1", address = "172.17.0.3" } = broken;
        const way = { from, to: owners[address]!, address };
        test.concurrent(`${node} ${what}: ${fault}`, () => names(lab, commands, way, node, what));
      }
  });

describe("across hosts", () => {
  for (const { fault, commands, from, to, node, what } of across)
    test.concurrent(`${node} ${what}: ${fault}`, () =>
      names("07-cross-host", commands, { from, to, address: to }, node, what));
});

test("the grader says it, in both languages, and in every report", () =>
  inWorld(async ({ build, run, grade }) => {
    const { report: text } = await import("../../grader/reporters/text.ts");
    const { report: json } = await import("../../grader/reporters/json.ts");
    await build("03-bridge");
    run("ip netns exec docker2 iptables -A INPUT -s 172.17.0.2 -j DROP");
    const checks = await grade("03-bridge");
    const talk = checks.find(({ id }) => id === "docker1-docker2")!;
    expect(talk.broken).toMatchObject({ node: "docker2", what: "filtered" });
    expect(checks.filter(({ broken }) => broken !== undefined)).toEqual([talk]);
    const grades = [{ lab: "03-bridge", score: 0, maxScore: 0, checks, complaints: [] }];
    expect(text(grades, "en").replaceAll(/\s+/g, " ")).toContain("the packet stops at docker2: the chain INPUT drops");
    expect(text(grades, "zh").replaceAll(/\s+/g, "")).toContain("包停在docker2：");
    expect(JSON.parse(json(grades, "en")).labs[0].checks.find((one: { broken?: unknown }) => one.broken).id).toBe(
      talk.id,
    );
  }));
