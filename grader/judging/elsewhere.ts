// What a check looked for and did not find: is it in another place? Only what no check looks for there is in the wrong one.

import type { About } from "../../harness/kernel/facts.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import type { Elsewhere } from "../tap/elsewhere.ts";
import type { Check, Nodes } from "../vocabulary/check.ts";

/** `abouts`: where all the checks looked. A service: where it cannot be found out, nothing is said. */
export function elsewhere({ expect }: Check, about: About, abouts: readonly About[], nodes: Nodes): Elsewhere[] {
  const all: KernelNode[] = Object.values(nodes);
  const own = all.find(({ name }) => name === about.node);
  if (!own) return [];
  const others = all.filter(({ inode }) => inode !== own.inode);
  const { link, route } = about;
  try {
    if (route !== undefined) return routesElsewhere(route, own, others, textsOf(expect, "gateway"), abouts);
    if (link === undefined) return [];
    if (!own.link(link).value) {
      const isWanted = ({ name }: KernelNode) => abouts.some((other) => other.node === name && other.link === link);
      const there = others.find((node) => node.link(link).value && !isWanted(node));
      if (there) return [{ what: "link", name: link, wanted: own.name, node: there.name }];
    }
    const addresses = textsOf(expect, "local");
    if (addresses.length) return addresses.flatMap((address) => addressElsewhere(address, own, link, all));
    return bothEnds(own, link, textsOf(expect, "master").length > 0);
  } catch {
    return [];
  }
}

function addressElsewhere(address: string, own: KernelNode, link: string, all: KernelNode[]): Elsewhere[] {
  const isThere = own.addresses(link).value.some(({ local }) => local === address);
  if (isThere || address.startsWith("127.")) return [];
  return all
    .flatMap((node) =>
      node
        .addresses()
        .value.filter(({ local }) => local === address)
        .map(({ ifname }) => ({ node: node.name, link: ifname })),
    )
    .slice(0, 1)
    .map((at) => ({ what: "address" as const, address, wanted: { node: own.name, link }, at }));
}

function routesElsewhere(
  route: string,
  own: KernelNode,
  others: KernelNode[],
  gateways: string[],
  abouts: readonly About[],
): Elsewhere[] {
  const isWanted = ({ name }: KernelNode) => abouts.some((other) => other.node === name && other.route === route);
  const isMeant = (node: KernelNode) =>
    node
      .routes()
      .value.find(
        ({ dst, gateway = "" }) => (route === "default") === (dst === "default") && gateways.includes(gateway),
      );
  if (isMeant(own)) return [];
  return others
    .filter((node) => !isWanted(node))
    .flatMap((node) => {
      const found = isMeant(node);
      return found?.gateway
        ? [{ what: "route" as const, route: found.dst, gateway: found.gateway, wanted: own.name, node: node.name }]
        : [];
    })
    .slice(0, 1);
}

/** A veth pair that has not left the node, where its other end is asked for elsewhere. */
function bothEnds(own: KernelNode, link: string, isCable: boolean): Elsewhere[] {
  const end = isCable ? own.link(link).value : undefined;
  if (end?.linkinfo?.info_kind !== "veth") return [];
  const peer = own.peerOf(link, []).value;
  return peer ? [{ what: "both-ends", node: own.name, ends: [end.ifname, peer.link.ifname] }] : [];
}

/** What the pattern asks of the key, wherever in it. */
function textsOf(pattern: unknown, key: string): string[] {
  if (typeof pattern !== "object" || pattern === null || pattern instanceof RegExp) return [];
  return Object.entries(pattern).flatMap(([name, part]) =>
    name === key && typeof part === "string" ? [part] : textsOf(part, key),
  );
}
