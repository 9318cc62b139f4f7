// Prints iptables-legacy's trace of this network namespace, line by line, as the kernel's log would have it.

import { mainly } from "../ground/error.ts";
import { ifnames } from "../kernel/ifname.ts";
import { openNode } from "../kernel/node.ts";
import { listenToNflog } from "../trace/nflog.ts";
import type { TraceRecord } from "../trace/record.ts";

await mainly(async () => {
  const node = openNode({ name: "host", path: "/proc/self/ns/net" });
  const log = await listenToNflog(node.netns);
  const ifname = ifnames(node.netlink);
  const link = (ifindex: number | undefined) => (ifindex ? ifname(ifindex) : "");
  for (; ; await Bun.sleep(10)) for (const record of log.drain()) process.stdout.write(`${line(record, link)}\n`);
});

function line({ table, chain, met, iif, oif, packet }: TraceRecord, link: (ifindex?: number) => string): string {
  const where =
    met.rule === "none" ? `${met.end}:${met.position}` : `rule:${met.rule === "position" ? met.position : ""}`;
  const ends = `IN=${link(iif)} OUT=${link(oif)} SRC=${packet.source} DST=${packet.destination}`;
  return `TRACE: ${table}:${chain}:${where} ${ends} LEN=${packet.length} TTL=${packet.ttl} PROTO=ICMP TYPE=${packet.type} SEQ=${packet.sequence}`;
}
