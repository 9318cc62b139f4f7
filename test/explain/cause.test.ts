// The cause of a failure never turns the outcome, and is looked for only when no probe waits any more.

import { expect, test } from "bun:test";
import { runChecks, type Ways } from "../../grader/judging/run-checks.ts";
import { check, type Nodes } from "../../grader/vocabulary/check.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { fieldOf } from "../../harness/probe/field.ts";

test("a cause that cannot be looked for is none", async () => {
  const events: string[] = [];
  const nodes = new Proxy({} as Nodes, {
    ownKeys() {
      events.push("looked for");
      throw new Error("EPERM");
    },
  });
  const hasFailed = Promise.withResolvers<void>();
  const ways: Ways = { sent: new Map(), lost: new Map() };
  ways.lost.set = (...pair) => {
    hasFailed.resolve();
    return Map.prototype.set.apply(ways.lost, pair);
  };
  const lost = { from: {} as KernelNode, to: {} as KernelNode, address: "192.0.2.1" };
  const failing = check("failing", {
    points: 1,
    read: () => ({ value: "lost", seen: "ping", lost }),
    expect: "arrived",
    brokenBy: "",
  });
  const slow = check("slow", {
    points: 1,
    read: async () => {
      await hasFailed.promise;
      await import("../../harness/explain/index.ts"); // whoever looks for the cause now would wait for the same
      await new Promise(setImmediate);
      events.push("probed");
      return { value: 1, seen: "", lost };
    },
    expect: 1,
    brokenBy: "",
  });
  const points = await Promise.all(runChecks([failing, slow], nodes, fieldOf([]), ways));
  expect(points.map(({ outcome, cause }) => [outcome, cause])).toEqual([
    ["fail", undefined],
    ["pass", undefined],
  ]);
  expect(events).toEqual(["probed", "looked for"]);
});
