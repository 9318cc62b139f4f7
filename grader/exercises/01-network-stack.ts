// What must be true of lab 01's exercise. Titles and hints: docs/<language>/exercises/01-network-stack.md, by id, and the lab's own
// for what the lab asks too.

import type { KernelNode } from "../../harness/kernel/node.ts";
import ofLab, { tasks as ofLabsTasks } from "../checks/01-network-stack.ts";
import { question } from "../vocabulary/question.ts";

const others = ["docker2", "docker3", "docker4", "docker5", "docker6", "docker7"] as const;

const hasRule = (node: KernelNode): boolean =>
  node
    .iptablesSave("inet")
    .value.chains.filter(({ table, chain }) => table === "filter" && chain === "INPUT")
    .flatMap(({ rules }) => rules)
    .some(({ spec }) => spec.join(" ").endsWith("-p icmp -j DROP"));

const parts: Record<string, (node: KernelNode) => boolean> = {
  loopback: (node) => node.link("lo").value?.flags.includes("UP") === true,
  interface: (node) => node.link("net1").value !== undefined,
  route: (node) => node.routes().value.some(({ dst }) => dst === "203.0.113.0/24"),
  rule: hasRule,
};

const whose = question("whose-parts", {
  points: 4,
  answers: Object.keys(parts),
  truth: (start) =>
    Object.fromEntries(Object.entries(parts).map(([part, has]) => [part, others.filter((name) => has(start[name]))])),
});

export default [whose, ...ofLab];

/** Which checks judge which task. */
export const tasks = { "task-parts": ["whose-parts"], ...ofLabsTasks };
