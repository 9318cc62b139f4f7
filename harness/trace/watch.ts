// Both traces of one node.

import type { KernelNode } from "../kernel/node.ts";
import { listenToNflog } from "./nflog.ts";
import { listenToNftrace } from "./nftrace.ts";
import type { TraceRecord } from "./record.ts";

export type Watch = {
  /** What the kernel has told since the last call, in order; of nf_tables first. */
  drain(): TraceRecord[];
  close(): void;
};

/** Watches what the node's rules trace. iptables-legacy is listened to only where it has rules: that changes a setting for the time. */
export async function watch(node: KernelNode): Promise<Watch> {
  const nftrace = listenToNftrace(node.netns);
  try {
    const hasLegacy = node.iptablesSave().value.chains.some(({ backend }) => backend === "legacy");
    const nflog = hasLegacy ? await listenToNflog(node.netns) : undefined;
    return {
      drain: () => [...nftrace.drain(), ...(nflog?.drain() ?? [])],
      close() {
        nftrace.close();
        nflog?.close();
      },
    };
  } catch (error) {
    nftrace.close();
    throw error;
  }
}
