// A world's nodes, opened for reading from outside: the student's mount and pid namespaces are not entered.

import { statSync } from "node:fs";
import { type Container, containers, netnsOf } from "../docker/containers.ts";
import { namesIn } from "../ground/files.ts";
import { namespaceOf } from "../ground/proc.ts";
import { type KernelNode, type NodeOptions, openNode } from "../kernel/node.ts";

/** A world whose nodes are open for reading. */
export type OpenWorld = {
  host: KernelNode;
  /** Every node, the host first, the named network namespaces after it, sorted. */
  nodes: KernelNode[];
};

/** Opens the world that this process with the pid anchors. Named namespaces that belong to somebody else are left out. */
export function openWorld(pid: number | string): OpenWorld {
  const owner = statSync(`/proc/${pid}/ns/user`).ino;
  const root = `/proc/${pid}/root`;
  const host = openNode({ name: "host", path: `/proc/${pid}/ns/net`, files: root, owner });
  const named = namesIn(`${root}/run/netns`).flatMap((name) =>
    nodeOf({ name, path: `run/netns/${name}`, root, owner }),
  );
  return { host, nodes: [host, ...named, ...nodesOfDocker(containersSeenBy(pid), [host, ...named])] };
}

/** Opens the world that this process runs in. */
export function openOwnWorld(): OpenWorld {
  const host = openNode({ name: "host", path: "/proc/self/ns/net" });
  const named = namesIn("/run/netns").flatMap((name) => nodeOf({ name, path: `/run/netns/${name}` }));
  return { host, nodes: [host, ...named, ...nodesOfDocker(containers(), [host, ...named])] };
}

/** Docker's containers in the world of this process: in a sandbox there are none. */
export function containersSeenBy(pid: number | string): Container[] {
  const machines = namespaceOf(1, "mnt"); // an ordinary user cannot see it, and has only sandboxes
  return machines !== undefined && machines === namespaceOf(pid, "mnt") ? containers() : [];
}

/** Those that have a stack of their own; with --net=host, a container is no node but a part of the host. */
function nodesOfDocker(found: Container[], others: KernelNode[]): KernelNode[] {
  const known = new Set(others.map(({ inode }) => inode));
  return found.flatMap((container) => {
    const entering = ["nsenter", `--net=${netnsOf(container)}`];
    return nodeOf({ name: container.name, path: netnsOf(container), entering }).filter(({ inode }) => {
      const isNew = !known.has(inode);
      known.add(inode);
      return isNew;
    });
  });
}

function nodeOf(options: NodeOptions): KernelNode[] {
  try {
    return [openNode(options)];
  } catch {
    return []; // a file that is no network namespace of this world is no node of it
  }
}
