// What the walk needs of the nodes, read once.

import type { Address } from "../kernel/address.ts";
import type { FdbEntry } from "../kernel/fdb.ts";
import type { Link } from "../kernel/link.ts";
import type { KernelNode } from "../kernel/node.ts";
import { peersAmong } from "../kernel/peer.ts";
import { isIn } from "../kernel/prefix.ts";
import { type Broken, broken } from "./broken.ts";
import { type Chain, throughHook } from "./chains.ts";
import type { At, Packet } from "./packet.ts";
import { ruleset } from "./ruleset.ts";
import { type Policy, policiesOf } from "./xfrm.ts";

/** A link of a node. */
export type End = { node: KernelNode; link: Link };
export type View = ReturnType<typeof viewOf>;

export function viewOf(all: readonly KernelNode[], family: Address["family"] = "inet") {
  const nodes = all.filter((node, index) => all.findIndex(({ inode }) => inode === node.inode) === index);
  const read = new Map(nodes.map((node) => [node, node.links().value]));
  const links = new Map(Array.from(read, ([{ inode }, own]) => [inode, own]));
  const addresses = new Map(
    nodes.map((node) => [node.inode, node.addresses().value.filter((address) => address.family === family)]),
  );
  const peerOf = peersAmong(read);
  const peers = remembered((_: string, { node, link }: End): End | undefined => {
    const peer = peerOf(link, node);
    return peer && { node: peer.place, link: peer.link };
  });
  const rules = remembered((_: string, node: KernelNode): Chain[] => ruleset(node, family));
  const policies = remembered((_: string, node: KernelNode): Policy[] => policiesOf(node));
  const fdbs = remembered((_: string, { node, link }: End): FdbEntry[] =>
    (node.fdb(link.ifname).value ?? []).filter(({ master }) => master === link.ifname),
  );
  const byName = new Map(Array.from(links, ([inode, own]) => [inode, new Map(own.map((link) => [link.ifname, link]))]));
  const portsOf = new Map(Array.from(links, ([inode, own]) => [inode, Map.groupBy(own, ({ master }) => master)]));
  const end = (node: KernelNode, ifname = ""): End | undefined => {
    const link = byName.get(node.inode)!.get(ifname);
    return link && { node, link };
  };
  const isOwn = (node: KernelNode, address: string): boolean =>
    address.startsWith("127.") ||
    address === "::1" ||
    addresses.get(node.inode)!.some(({ local }) => local === address);
  return {
    nodes,
    end,
    /** The node as the view has it: two names may stand for one network namespace. */
    same: (node: KernelNode): KernelNode | undefined => nodes.find(({ inode }) => inode === node.inode),
    ends: (node: KernelNode): End[] => links.get(node.inode)!.map((link) => ({ node, link })),
    peer: (of: End): End | undefined => peers(keyOf(of), of),
    ports: ({ node, link }: End): End[] =>
      (portsOf.get(node.inode)!.get(link.ifname) ?? []).map((port) => ({ node, link: port })),
    fdb: (bridge: End): FdbEntry[] => fdbs(keyOf(bridge), bridge),
    policies: (node: KernelNode): Policy[] => policies(String(node.inode), node),
    addresses: (node: KernelNode, ifname?: string): Address[] =>
      addresses.get(node.inode)!.filter((address) => ifname === undefined || address.ifname === ifname),
    owns: isOwn,
    /** Other nodes that have the address. */
    others: (node: KernelNode, address: string): KernelNode[] =>
      nodes.filter((other) => other !== node && isOwn(other, address)),
    /** The node's link that has the address. */
    endWith: (node: KernelNode, address: string): End | undefined =>
      end(node, addresses.get(node.inode)!.find(({ local }) => local === address)?.ifname),
    /** A setting that counts where it is higher: that of all links, or the link's own. */
    setting: ({ node, link }: End, key: string): number => {
      const read = (name: string) => Number(node.sysctl(`net.ipv4.conf.${name}.${key}`).value ?? 0);
      return Math.max(read("all"), read(link.ifname.replaceAll(".", "/")));
    },
    hook: (node: KernelNode, family: Chain["family"], hook: string, packet: Packet, at: At) =>
      throughHook(rules(String(node.inode), node), family, hook, packet, {
        ...at,
        owns: (address) => isOwn(node, address),
      }),
  };
}

export const keyOf = ({ node, link }: End): string => `${node.inode} ${link.ifname}`;
export const isSame = (one: End, other: End): boolean => keyOf(one) === keyOf(other);
export const isBridge = ({ link }: End): boolean => link.linkinfo?.info_kind === "bridge";

/** The address that a node speaks with on the link: the one in the other's subnet, else the first. */
export function addressTowards(view: View, { node, link }: End, other: string): string | undefined {
  const own = view.addresses(node, link.ifname);
  return (own.find(({ local, prefixlen }) => isIn(other, `${local}/${prefixlen}`)) ?? own[0])?.local;
}

/** What the filter does with the packet in the hook, where it may stop it. */
export function filtered(view: View, node: KernelNode, family: Chain["family"], hook: string, packet: Packet, at: At) {
  const { dropped, ...changes } = view.hook(node, family, hook, packet, at);
  return { ...changes, stop: dropped && stopOf(node, packet, dropped) };
}

function stopOf(
  node: KernelNode,
  packet: Packet,
  { rule, chain, isSure }: { rule: string; chain: Chain; isSure: boolean },
): Broken {
  const flow = packet.over && { flow: `${packet.over.toUpperCase()} ${packet.port}` };
  const facts = { rule, chain: chain.name, packet: packet.type, src: packet.src, dst: packet.dst, ...flow };
  return broken(node, isSure ? "filtered" : "maybe-filtered", facts, chain.command);
}

function remembered<K extends string, A, V>(read: (key: K, argument: A) => V): (key: K, argument: A) => V {
  const known = new Map<K, V>();
  return (key, argument) => {
    if (!known.has(key)) known.set(key, read(key, argument));
    return known.get(key)!;
  };
}
