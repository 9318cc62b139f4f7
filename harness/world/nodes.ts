// A world's nodes, opened for reading from outside: the student's mount and pid namespaces are not entered.

import { statSync } from "node:fs";
import { type Container, containers, netnsOf } from "../docker/containers.ts";
import { insideProject, project } from "../ground/paths.ts";
import { namespaceOf } from "../ground/proc.ts";
import { openCensus } from "../kernel/census.ts";
import { KernelError } from "../kernel/errno.ts";
import { namesIn, openNamed, type Place } from "../kernel/named.ts";
import { NoNetns } from "../kernel/netns.ts";
import { type KernelNode, openNode } from "../kernel/node.ts";
import { pidsOf } from "../kernel/pids.ts";
import { outsideMark } from "./enter.ts";
import { containerNamed, nodeNamed } from "./names.ts";

/** A world whose nodes are open for reading. */
export type OpenWorld = {
  host: KernelNode;
  /** Every node: the host first, the named network namespaces after it, sorted, then Docker's containers. */
  nodes: KernelNode[];
  /** What is at a name in /run/netns where it is no network namespace of this world. */
  strange: Map<string, string>;
  /** The processes that names link to, as they are called here: a node may end with its own. */
  holders: number[];
  close(): void;
};

/**
 * Opens the world that this process with the pid anchors. What is named and is no network namespace, or is somebody else's, is
 * no node. Throws `Excess` where there are more names than a lab could need.
 */
export const openWorld = (pid: number | string): OpenWorld =>
  open(`/proc/${pid}`, `/proc/${pid}/root`, !isMachine(pid));

/** Opens the world that this process runs in (in a sandbox the project is seen there), or that it was started for from outside. */
export const openOwnWorld = (): OpenWorld => {
  const { [outsideMark]: pid } = process.env;
  return pid ? openWorld(pid) : open("/proc/self", "/", project === insideProject);
};

function open(member: string, root: string, isBounded: boolean): OpenWorld {
  const owner = statSync(`${member}/ns/user`).ino;
  const world: OpenWorld = {
    host: openNode({ name: "host", path: `${member}/ns/net`, member, owner, isBounded }),
    nodes: [],
    strange: new Map(),
    holders: [],
    close() {
      for (const node of world.nodes) node.close();
    },
  };
  world.nodes.push(world.host);
  try {
    const add = isBounded ? openCensus() : () => {};
    add(world.host.netlink);
    const place = { root, owner, isBounded, pids: pidsOf(member) };
    for (const name of namesIn(root, isBounded)) {
      const node = openName(world, place, name);
      if (node) add(node.netlink);
    }
    if (!isBounded) openContainers(world.nodes, containers());
    return world;
  } catch (error) {
    world.close();
    throw error;
  }
}

/** What is said of any file: of one at a name more can be said. */
const notOne = "it is not a network namespace";

function openName({ nodes, strange, holders }: OpenWorld, place: Place, name: string) {
  const named = tryTo(() => openNamed(place, name));
  if (typeof named === "string") strange.set(name, named.replace(notOne, "no network namespace is mounted on it"));
  if (!named || typeof named === "string") return undefined;
  const { netns, holder } = named;
  const entering = ["ip", "netns", "exec", name];
  const node = openNode({ name: nodeNamed(name), path: netns.path, entering }, netns);
  nodes.push(node);
  if (holder !== undefined) holders.push(holder);
  return node;
}

/** Is the process in the machine's own network stack, not in a sandbox? An ordinary user cannot see, and has only sandboxes. */
function isMachine(pid: number | string): boolean {
  const own = namespaceOf(1, "mnt");
  return own !== undefined && own === namespaceOf(pid, "mnt");
}

/**
 * Docker's containers that have a stack of their own: with --net=host, one is no node but a part of the host. Where somebody gave one's
 * network namespace another name, it is known by both.
 */
function openContainers(nodes: KernelNode[], found: Container[]): void {
  const [host, ...named] = nodes;
  const names = new Set(nodes.map(({ name }) => name));
  for (const container of found) {
    const path = netnsOf(container);
    const name = containerNamed(container.name, names);
    const node = tryTo(() => openNode({ name, path, entering: ["nsenter", `--net=${path}`] }));
    if (!node || typeof node === "string") continue;
    const same = nodes.filter(({ inode }) => inode === node.inode);
    const isAnother = (other: KernelNode) => other !== host && named.includes(other) && other.name !== container.name;
    if (same.every(isAnother)) nodes.push(node);
    else node.close();
  }
}

/** Undefined where there is nothing any more; a text where something else is there. Throws where it could not be opened. */
function tryTo<T>(open: () => T): T | string | undefined {
  try {
    return open();
  } catch (error) {
    if (error instanceof NoNetns) return error.reason;
    if (error instanceof KernelError && error.code === "ENOENT") return undefined;
    if (error instanceof KernelError && ofTheFile.has(error.code)) return error.reason;
    throw error;
  }
}

/** What open(2) says of the file itself: a symbolic link, a socket, a device that is not there. */
const ofTheFile = new Set(["ELOOP", "ENXIO", "ENODEV", "ENOTDIR"]);
