// The two ends of a ping, as a person names them.

import { Mistake } from "../ground/error.ts";
import type { KernelNode } from "../kernel/node.ts";

/** The node of this name; a `Mistake` that names those that are there. */
export function nodeNamed(nodes: readonly KernelNode[], name: string): KernelNode {
  const node = nodes.find((candidate) => candidate.name === name);
  if (!node)
    throw new Mistake(`Cannot find the node "${name}"; the nodes are: ${nodes.map((node) => node.name).join(", ")}`);
  return node;
}

/** Of a node's addresses the one on a link that both nodes share, where there is one; else the first. */
export function nearest(from: KernelNode, addresses: readonly string[]): string | undefined {
  const onLink = addresses.find((address) => {
    const route = from.routeTo(address).value;
    return route && !("gateway" in route && route.gateway);
  });
  return onLink ?? addresses[0];
}
