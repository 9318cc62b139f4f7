// Whether a node forwards what comes in by its links: `net.ipv4.ip_forward` is only the way to say it of all links at once.

import type { Fact } from "../../harness/kernel/facts.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";

/** The link's own setting, which is what counts: "1" where IPv4 packets that come in by it are forwarded. */
export const forwards = (node: KernelNode, links: readonly string[]): Fact<Record<string, string | undefined>> => {
  const settings = links.map((link) => [link, node.sysctl(keyOf(link))] as const);
  const isOff = settings.find(([, { value }]) => value !== "1") ?? settings[0];
  return { value: Object.fromEntries(settings.map(([link, { value }]) => [link, value])), seen: isOff?.[1].seen ?? "" };
};

const keyOf = (link: string): string => `net.ipv4.conf.${link.replaceAll(".", "/")}.forwarding`;

/** What `forwards` must give. */
export const forwardsBy = (...links: string[]): Record<string, string> =>
  Object.fromEntries(links.map((link) => [link, "1"]));
