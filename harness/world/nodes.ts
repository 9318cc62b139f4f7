// A world's nodes, opened for reading from outside: the student's mount and pid namespaces are not entered.

import { readdirSync, statSync } from "node:fs";
import { type KernelNode, type NodeOptions, openNode } from "../kernel/node.ts";

export type World = {
  host: KernelNode;
  /** Every node, the host first, the named network namespaces after it, sorted. */
  nodes: KernelNode[];
};

/** Opens the world that this process with the pid anchors. Named namespaces that belong to somebody else are left out. */
export function openWorld(pid: number | string): World {
  const owner = statSync(`/proc/${pid}/ns/user`).ino;
  const host = openNode({ name: "host", path: `/proc/${pid}/ns/net`, owner });
  const root = `/proc/${pid}/root`;
  const containers = namesIn(`${root}/run/netns`).flatMap((name) =>
    nodeOf({ name, path: `run/netns/${name}`, root, owner }),
  );
  return { host, nodes: [host, ...containers] };
}

/** Opens the world that this process runs in. */
export function openOwnWorld(): World {
  const host = openNode({ name: "host", path: "/proc/self/ns/net" });
  const containers = namesIn("/run/netns").flatMap((name) => nodeOf({ name, path: `/run/netns/${name}` }));
  return { host, nodes: [host, ...containers] };
}

function nodeOf(options: NodeOptions): KernelNode[] {
  try {
    return [openNode(options)];
  } catch {
    return []; // a file that is no network namespace of this world is no node of it
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return []; // `ip netns add` makes the folder with the first name
  }
}
