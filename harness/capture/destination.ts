import { isIP } from "node:net";
import { Mistake } from "../ground/error.ts";
import type { KernelNode } from "../kernel/node.ts";
import { nearest } from "../world/ends.ts";

/** The address that a ping from `from` to `target` goes to: `target` itself, or an address of the node of that name. */
export function destination(nodes: readonly KernelNode[], from: KernelNode, target: string): string {
  if (isIP(target)) return target;
  const node = nodes.find((candidate) => candidate.name === target);
  if (!node)
    throw new Mistake(
      `Cannot find "${target}": it is no address, and the nodes are: ${nodes.map(({ name }) => name).join(", ")}`,
    );
  const all = node.addresses().value.filter(({ family, scope }) => family === "inet" && scope === "global");
  const address = nearest(
    from,
    all.map(({ local }) => local),
  );
  if (!address) throw new Mistake(`Cannot ping "${target}": it has no IPv4 address`);
  return address;
}
