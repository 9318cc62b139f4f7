// Network namespaces of a world that have no name where `ip netns` looks: a process lives in them, or they are mounted elsewhere.

import { readFileSync, statSync } from "node:fs";
import { beginningOf } from "../ground/files.ts";
import { Excess, limit } from "../kernel/excess.ts";
import { openNetns } from "../kernel/netns.ts";
import { type KernelNode, openNode } from "../kernel/node.ts";
import { nsidOf } from "../kernel/nsid.ts";
import { peersAmong } from "../kernel/peer.ts";
import { pidsOf } from "../kernel/pids.ts";

/**
 * Opens those of the world with this host that are none of `known` and that a cable joins to one of them; each is called by what
 * keeps it: "process 4711 (sleep)". With `evenAlone`, those too that no cable joins to anybody. The caller closes them.
 */
export function openNameless(
  host: KernelNode,
  known: readonly KernelNode[],
  { evenAlone = false }: { evenAlone?: boolean } = {},
): KernelNode[] {
  const { member } = host;
  if (member === undefined) throw new Error("Cannot look for network namespaces: the node is no world's host");
  const owner = statSync(`${member}/ns/user`).ino;
  const { isBounded } = host.netns;
  const others = new Set(known.map(({ inode }) => inode));
  const found: KernelNode[] = [];
  const add = (way: string, name: () => string, path: string, root?: string) => {
    try {
      const netns = openNetns(path, { owner, isBounded, ...(root === undefined ? {} : { root }) });
      if (others.has(netns.inode)) return netns.close();
      others.add(netns.inode);
      const node = openNode({ name: name(), path, entering: ["nsenter", `--net=${way}`] }, netns);
      if (evenAlone || isJoined(node, known)) found.push(node);
      else node.close();
    } catch (error) {
      if (error instanceof Excess) throw error;
    } // it ended meanwhile, or is none of this world
    if (isBounded) limit("network namespaces", others.size);
  };
  try {
    for (const { path, inode } of mountsOfNetns(member))
      if (!others.has(inode)) add(path, () => path, path, `${member}/root`); // one may be mounted ten thousand times
    pidsOf(member).each((pid, folder) => {
      const name = () => `process ${pid} (${readFileSync(`${folder}/comm`, "utf8").trim()})`;
      add(`/proc/${pid}/ns/net`, name, `${folder}/ns/net`);
    });
  } catch (error) {
    for (const node of found) node.close();
    throw error;
  }
  return found;
}

/** Does a cable lead from it to one of the others? */
function isJoined(node: KernelNode, others: readonly KernelNode[]): boolean {
  const cables = node.links().value.filter(({ linkinfo }) => linkinfo?.info_kind === "veth");
  if (!cables.length) return false;
  const numbers = new Set(others.map(({ netns }) => nsidOf(node.netlink, netns)));
  return cables.some(({ link_netnsid: nsid }) => nsid !== undefined && numbers.has(nsid));
}

/**
 * What there is without a name and is joined to the nodes, in words: "the one of process 4711 (sleep), joined to veth1 of host".
 * Whoever built it so sees where it went.
 */
export function namelessInWords(host: KernelNode, known: readonly KernelNode[]): string[] {
  const nameless = openNameless(host, known);
  const peerOf = peersAmong(new Map([...known, ...nameless].map((node) => [node, node.links().value])));
  const words = nameless.map((node) => {
    const ends = node.links().value.flatMap((link) => {
      const peer = peerOf(link, node);
      return peer && known.includes(peer.place) ? [`${peer.link.ifname} of ${peer.place.name}`] : [];
    });
    return `the one of ${node.name}, joined to ${ends.slice(0, mostEnds).join(", ")}${ends.length > mostEnds ? " …" : ""}`;
  });
  for (const node of nameless) node.close();
  return words;
}

const mostEnds = 3; // named

const bytesOfMounts = 1024 * 1024; // some 7,000 mounts; a lab has a hundred

/** proc(5), mountinfo: the fourth field is what is mounted, the fifth where; spaces and their like are written in octal. */
const mountsOfNetns = (member: string): { path: string; inode: number }[] =>
  (beginningOf(`${member}/mountinfo`, bytesOfMounts) ?? "").split("\n").flatMap((line) => {
    const [, , , root = "", at = ""] = line.split(" ");
    const inode = /^net:\[(\d+)\]$/.exec(root)?.[1];
    if (inode === undefined) return [];
    const path = at.replaceAll(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
    return [{ path, inode: Number(inode) }];
  });
