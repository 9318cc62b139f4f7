// Network namespaces of a world that have no name where `ip netns` looks: a process lives in them, or they are mounted elsewhere.

import { readFileSync, statSync } from "node:fs";
import { openNetns } from "../kernel/netns.ts";
import { type KernelNode, openNode } from "../kernel/node.ts";
import { pidsOf } from "../kernel/pids.ts";

/**
 * Opens those of the world with this host that are none of `known` and that a cable joins to one of them; each is called by a way to
 * it. The caller closes them.
 */
export function openNameless(host: KernelNode, known: readonly KernelNode[]): KernelNode[] {
  const { member } = host;
  if (member === undefined) throw new Error("Cannot look for network namespaces: the node is no world's host");
  const owner = statSync(`${member}/ns/user`).ino;
  const found: KernelNode[] = [];
  const add = (name: string, path: string, root?: string) => {
    try {
      const netns = openNetns(path, {
        owner,
        isBounded: host.netns.isBounded,
        ...(root === undefined ? {} : { root }),
      });
      const node = openNode({ name, path, entering: ["nsenter", `--net=${name}`] }, netns);
      const isKnown = [...known, ...found].some(({ inode }) => inode === node.inode);
      if (!isKnown && node.links().value.some(({ ifname }) => node.peerOf(ifname, known).value)) found.push(node);
      else node.close();
    } catch {} // it ended meanwhile, or is none of this world
  };
  for (const mounted of mountsOfNetns(member)) add(mounted, mounted, `${member}/root`);
  pidsOf(member).each((pid, folder) => add(`/proc/${pid}/ns/net`, `${folder}/ns/net`));
  return found;
}

/** proc(5), mountinfo: the fourth field is what is mounted, the fifth where; spaces and their like are written in octal. */
const mountsOfNetns = (member: string): string[] =>
  readFileSync(`${member}/mountinfo`, "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , , root]) => root?.startsWith("net:["))
    .map((fields) => fields[4]!.replaceAll(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8))));
