import { isIP } from "node:net";
import { Mistake } from "../ground/error.ts";
import type { KernelNode } from "../kernel/node.ts";
import { nearest, nodeNamed } from "../world/ends.ts";
import type { Asked } from "./walk.ts";

/** A ping from a node to a node, or to an address, as a person names them. */
export function asked(nodes: readonly KernelNode[], source: string, target: string, size?: number): Asked {
  const from = nodeNamed(nodes, source);
  const data = size === undefined ? {} : { size };
  if (isIP(target)) return { from, address: target, ...data };
  const to = nodes.find((candidate) => candidate.name === target);
  if (!to)
    throw new Mistake(
      `Cannot find "${target}": it is no address, and the nodes are: ${nodes.map(({ name }) => name).join(", ")}`,
    );
  const all = to.addresses().value.filter(({ family, scope }) => family === "inet" && scope === "global");
  const address = nearest(
    from,
    all.map(({ local }) => local),
  );
  if (!address) throw new Mistake(`Cannot ping "${target}": it has no IPv4 address`);
  return { from, to, address, ...data };
}
