// A world's nodes, opened for reading from outside: the student's mount and pid namespaces are not entered.

import { statSync } from "node:fs";
import { type Container, containers, netnsOf } from "../docker/containers.ts";
import { insideProject, project } from "../ground/paths.ts";
import { namespaceOf } from "../ground/proc.ts";
import { openCensus } from "../kernel/census.ts";
import { KernelError } from "../kernel/errno.ts";
import { limit, most } from "../kernel/excess.ts";
import { namesBelow } from "../kernel/folder.ts";
import { NoNetns } from "../kernel/netns.ts";
import { type KernelNode, type NodeOptions, openNode } from "../kernel/node.ts";
import { containerNamed, nodeNamed } from "./names.ts";

/** A world whose nodes are open for reading. */
export type OpenWorld = {
  host: KernelNode;
  /** Every node, the host first, the named network namespaces after it, sorted. */
  nodes: KernelNode[];
  /** What is at a name in /run/netns where it is no network namespace of this world. */
  strange: Map<string, string>;
  close(): void;
};

/**
 * Opens the world that this process with the pid anchors. What is named and is no network namespace, or is somebody else's, is
 * no node. Throws `Excess` where there are more names than a lab could need.
 */
export function openWorld(pid: number | string): OpenWorld {
  const owner = statSync(`/proc/${pid}/ns/user`).ino;
  const root = `/proc/${pid}/root`;
  const isBounded = !isMachine(pid);
  const host = { name: "host", path: `/proc/${pid}/ns/net`, files: root, owner, isBounded };
  const named = (name: string) => ({ path: `run/netns/${name}`, root, owner, isBounded });
  return open(host, named, namesIn(root, isBounded), containersSeenBy(pid));
}

/** Opens the world that this process runs in. */
export function openOwnWorld(): OpenWorld {
  const isBounded = project === insideProject; // in a sandbox the project is seen there
  const named = (name: string) => ({ path: `/run/netns/${name}`, isBounded });
  const host = { name: "host", path: "/proc/self/ns/net", isBounded };
  return open(host, named, namesIn("/", isBounded), containers());
}

function open(
  first: NodeOptions,
  named: (name: string) => Omit<NodeOptions, "name">,
  names: string[],
  found: Container[],
): OpenWorld {
  const nodes: KernelNode[] = [];
  const strange: OpenWorld["strange"] = new Map();
  const close = () => {
    for (const node of nodes) node.close();
  };
  try {
    const host = openNode(first);
    nodes.push(host);
    const add = first.isBounded ? openCensus() : () => {};
    add(host.netlink);
    for (const name of names) {
      const entering = ["ip", "netns", "exec", name];
      const node = tryToOpen({ ...named(name), name: nodeNamed(name), entering });
      if (typeof node === "string") strange.set(name, node);
      if (!node || typeof node === "string") continue;
      nodes.push(node);
      add(node.netlink);
    }
    openContainers(found, nodes);
    return { host, nodes, strange, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Is the process in the machine's own network stack, not in a sandbox? An ordinary user cannot see, and has only sandboxes. */
function isMachine(pid: number | string): boolean {
  const own = namespaceOf(1, "mnt");
  return own !== undefined && own === namespaceOf(pid, "mnt");
}

/** Docker's containers in the world of this process: in a sandbox there are none. */
export const containersSeenBy = (pid: number | string): Container[] => (isMachine(pid) ? containers() : []);

/** Those that have a stack of their own; with --net=host, a container is no node but a part of the host. */
function openContainers(found: Container[], nodes: KernelNode[]): void {
  for (const container of found) {
    const entering = ["nsenter", `--net=${netnsOf(container)}`];
    const name = containerNamed(container.name, new Set(nodes.map(({ name }) => name)));
    const node = tryToOpen({ name, path: netnsOf(container), entering });
    if (!node || typeof node === "string") continue;
    if (nodes.some(({ inode }) => inode === node.inode)) node.close();
    else nodes.push(node);
  }
}

/** Undefined where there is nothing any more; a text where something else is there. Throws where it could not be opened. */
function tryToOpen(options: NodeOptions): KernelNode | string | undefined {
  try {
    return openNode(options);
  } catch (error) {
    if (error instanceof NoNetns) return error.reason;
    if (error instanceof KernelError && error.code === "ENOENT") return undefined;
    if (error instanceof KernelError && ofTheFile.has(error.code)) return error.reason;
    throw error;
  }
}

/** What open(2) says of the file itself: a symbolic link, a socket, a device that is not there. */
const ofTheFile = new Set(["ELOOP", "ENXIO", "ENODEV", "ENOTDIR"]);

/** Names that are not UTF-8 are no node's: no command line of ours could say them. */
function namesIn(root: string, isBounded: boolean): string[] {
  const kind = "network namespaces";
  let names: Buffer[];
  try {
    names = namesBelow(root, "run/netns", isBounded ? most[kind][0] : Number.POSITIVE_INFINITY);
  } catch (error) {
    if (error instanceof KernelError && (error.code === "ENOENT" || ofTheFile.has(error.code))) return []; // `ip netns add` makes the folder with the first name
    throw error;
  }
  if (isBounded) limit(kind, names.length);
  return names
    .map((name) => name.toString())
    .filter((name) => !name.includes("\ufffd"))
    .sort();
}
