// The cable that joins a container to docker0, as the checks of several labs read it.

import type { Link } from "../../harness/kernel/link.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { namelessInWords } from "../../harness/world/nameless.ts";
import type { NodeName, Nodes } from "./check.ts";
import type { Pattern } from "./matches.ts";

/** The host's end of the pair whose other end is the container's eth0: found by namespace *and* index, whatever its name. */
export function hostEndOf(name: NodeName, nodes: Nodes): { link: Link | undefined; seen: string } {
  const { value: peer, seen } = nodes[name].peerOf("eth0", [nodes.host]);
  return { link: peer && peer.node === nodes.host ? peer.link : undefined, seen };
}

/** Reads both ends of the container's cable. */
export const cable = (name: NodeName) => (nodes: Nodes) => {
  nodes.host.link("docker0"); // by this name, if it is another one that the bridge has
  const { link, seen } = hostEndOf(name, nodes);
  const own = nodes[name].link("eth0").value;
  const value = own && { eth0: own.flags, "host end": link ?? elsewhere(name, own, nodes) };
  return { value, seen, about: { node: nodes[name].name, link: "eth0" } };
};

/** Where a cable ends that does not end on the host: in words, which no pattern fits. */
function elsewhere(name: NodeName, { linkinfo, link_netnsid: number }: Link, nodes: Nodes): string | undefined {
  if (linkinfo?.info_kind !== "veth") return undefined;
  const all: KernelNode[] = Object.values(nodes);
  const peer = nodes[name].peerOf("eth0", all).value;
  if (peer) return `not on the host: ${peer.link.ifname} of ${peer.node.name}`;
  const nameless = number === undefined ? [] : namelessInWords(nodes.host, all);
  return nameless.length ? `in a network namespace without a name: ${nameless.join("; ")}` : undefined;
}

/** What `cable` must give: both ends up, the host's a port of docker0. */
export const pluggedIn: Pattern = {
  eth0: ["UP", "LOWER_UP"],
  "host end": { master: "docker0", flags: ["UP", "LOWER_UP"] },
};
