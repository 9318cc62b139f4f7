// The two ends of a ping, as a person names them.

import { Mistake } from "../ground/error.ts";
import { isIP } from "../ground/ip.ts";
import type { KernelNode } from "../kernel/node.ts";

export type Ends = {
  from: KernelNode;
  /** The node that was named, or that has the address; undefined where none has it. */
  to: KernelNode | undefined;
  address: string;
};

/** A node, and a node or an address that it pings. A `Mistake` that names the nodes where there is no such one. */
export function endsOf(nodes: readonly KernelNode[], source: string, target: string): Ends {
  const names = nodes.map(({ name }) => name).join(", ");
  const from = nodes.find(({ name }) => name === source);
  if (!from) throw new Mistake(`Cannot find the node "${source}"; the nodes are: ${names}`);
  const node = nodes.find(({ name }) => name === target);
  if (!node && !isIP(target))
    throw new Mistake(`Cannot find "${target}": it is no address, and the nodes are: ${names}`);
  const address = node ? nearest(from, inet(node)) : target;
  if (!address) throw new Mistake(`Cannot ping "${target}": it has no IPv4 address`);
  return { from, to: node ?? nodes.find((candidate) => inet(candidate).includes(address)), address };
}

/** A node's IPv4 addresses, but those that are for itself alone. */
const inet = (node: KernelNode): string[] =>
  node
    .addresses()
    .value.filter(({ family, scope }) => family === "inet" && scope !== "host")
    .map(({ local }) => local);

/** The address on a link that both nodes share, where there is one; else the first. */
function nearest(from: KernelNode, addresses: readonly string[]): string | undefined {
  const onLink = addresses.find((address) => {
    const route = from.routeTo(address).value;
    return route && !("gateway" in route && route.gateway);
  });
  return onLink ?? addresses[0];
}
