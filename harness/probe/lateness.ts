// How late an answer to an ARP request may come. A stack that has the address answers at once. One that answers for another
// waits, by default for up to 0.8 s (arp(7), proxy_delay); what a program or a stack that nobody can look into does, nobody knows.

import { readdirSync, readFileSync } from "node:fs";
import { forwards } from "../kernel/forwarding.ts";
import type { Link } from "../kernel/link.ts";
import { neighbourProxies } from "../kernel/neighbour.ts";
import type { KernelNode } from "../kernel/node.ts";
import { within } from "../kernel/within.ts";

const unknown = 1000; // ms
const most = 3000;
const settings = "/proc/sys/net/ipv4";

/** Is the other end of this veth, at this node, in one of the nodes? */
type IsKnown = (node: KernelNode, ifname: string) => boolean;

type LinksOf = (node: KernelNode) => readonly Link[];

/** The ms after which the last answer in the world is there; 0 where each comes at once. */
export function latenessOf(nodes: readonly KernelNode[], linksOf: LinksOf, isKnown: IsKnown): number {
  return Math.max(
    0,
    ...nodes.map((node) =>
      mayHideOthers(node, linksOf(node), isKnown) ? unknown : within(node.netns, () => own(node)),
    ),
  );
}

/** Has it a bridge with a port whose other end is in none of the nodes? */
function mayHideOthers(node: KernelNode, links: readonly Link[], isKnown: IsKnown): boolean {
  const ports = links.filter(({ master }) => master !== undefined);
  return ports.some(({ ifname, linkinfo }) => linkinfo?.info_kind === "veth" && !isKnown(node, ifname));
}

function own(node: KernelNode): number {
  const delays = forwards(node.netlink) ? proxyDelays(node) : []; // who does not forward answers for nobody: arp_process(), net/ipv4/arp.c
  const hasProgram = readFileSync("/proc/thread-self/net/packet", "utf8").trim().includes("\n"); // below the head line
  return Math.min(most, Math.max(0, ...delays.map((delay) => delay + 100), hasProgram ? unknown : 0));
}

/** Of each link, ms; none where the node answers for itself alone. */
function proxyDelays({ netlink }: KernelNode): number[] {
  const links = readdirSync(`${settings}/conf`);
  const isOn = (name: string) => links.some((link) => settingOf(`conf/${link}/${name}`) !== 0);
  const isProxy = isOn("proxy_arp") || isOn("proxy_arp_pvlan") || neighbourProxies(netlink) > 0;
  return isProxy ? links.map((link) => settingOf(`neigh/${link}/proxy_delay`) * 10) : []; // hundredths of a second
}

function settingOf(name: string): number {
  try {
    return Number(readFileSync(`${settings}/${name}`, "utf8"));
  } catch {
    return 0; // "all" has no neighbours, and a link may be gone
  }
}
