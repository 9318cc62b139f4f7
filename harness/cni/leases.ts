// The books of host-local, the plugin that gives out addresses: one file for each address that is taken, named by it.

import { isIPv4 } from "node:net";
import { namesBelow } from "../kernel/below.ts";
import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";

const folder = "/var/lib/cni/networks"; // host-local's own, where the configuration names no dataDir
const most = 10_000; // names in a folder; no lab's network gives out so many addresses

/** The IPv4 addresses that are taken, of every network. */
export function leases(host: KernelNode): Fact<string[]> {
  const namesIn = (path: string) => namesBelow(host.files, path, most).map(String).sort();
  const value = namesIn(folder).flatMap((network) => namesIn(`${folder}/${network}`).filter((name) => isIPv4(name)));
  return host.fact(value, `ls ${folder}/*`);
}
