// nf_tables' trace: what `nft monitor trace` and `xtables-monitor --trace` print. linux/netfilter/nf_tables.h.

import { attributes, be32, be64, nested, text } from "../kernel/attribute.ts";
import type { Message } from "../kernel/datagram.ts";
import { NFGENMSG_BYTES } from "../kernel/netlink.ts";
import type { Netns } from "../kernel/netns.ts";
import { messagesOf, netfilterListener } from "./netfilter.ts";
import { readPacket } from "./packet.ts";
import type { TraceRecord } from "./record.ts";

const NFT_MSG_TRACE = (10 << 8) | 17; // NFNL_SUBSYS_NFTABLES
const NFNLGRP_NFTRACE = 9;
const FAMILIES: Record<number, string> = { 1: "inet", 2: "ip", 5: "netdev", 7: "bridge", 10: "ip6" };

const [TABLE, CHAIN, RULE_HANDLE, TYPE, VERDICT, ID] = [1, 2, 3, 4, 5, 6] as const;
const [NETWORK_HEADER, TRANSPORT_HEADER, IIF, OIF, POLICY] = [8, 9, 10, 12, 16] as const;
const [VERDICT_CODE, VERDICT_CHAIN] = [1, 2] as const;
const TYPES: Record<number, "policy" | "return" | "rule"> = { 1: "policy", 2: "return", 3: "rule" };
const VERDICTS: Record<number, string> = {
  0: "drop",
  1: "accept",
  2: "stolen",
  3: "queue",
  [-1]: "continue",
  [-2]: "break",
  [-3]: "jump",
  [-4]: "goto",
  [-5]: "return",
};

const nothing = Buffer.alloc(0);

/** Listens from now on. The caller closes it. */
export function listenToNftrace(netns: Netns) {
  const listener = netfilterListener(netns, [NFNLGRP_NFTRACE]);
  const read = nftraceReader();
  return { drain: () => read(messagesOf(listener)), close: listener.close };
}

/**
 * A function from netlink messages to records. It remembers packets: only the first record of each base chain holds the
 * packet's headers, the others name it by its id.
 */
export function nftraceReader(): (messages: Message[]) => TraceRecord[] {
  const packets = new Map<number, Pick<TraceRecord, "packet" | "iif" | "oif"> | undefined>();
  return (messages) =>
    messages.flatMap(({ type, body }) => {
      if (type !== NFT_MSG_TRACE) return [];
      const found = attributes(body, NFGENMSG_BYTES);
      const number = (key: number): number | undefined => be32Of(found.get(key));
      const id = number(ID)!;
      const header = found.get(NETWORK_HEADER);
      if (header) {
        const packet = readPacket(header, found.get(TRANSPORT_HEADER));
        packets.set(id, packet && { packet, ...links(number(IIF), number(OIF)) });
      }
      const about = packets.get(id);
      if (!about) return []; // no ICMP over IPv4
      const how = TYPES[number(TYPE)!];
      const verdict = nested(found.get(VERDICT));
      const code = how === "policy" ? number(POLICY) : be32Of(verdict.get(VERDICT_CODE));
      const target = verdict.get(VERDICT_CHAIN);
      const handle = found.get(RULE_HANDLE); // a "rule" without one is where a chain ends and its caller goes on
      const record: TraceRecord = {
        backend: "nf_tables",
        family: FAMILIES[body[0]!] ?? String(body[0]),
        table: text(found.get(TABLE) ?? nothing),
        chain: text(found.get(CHAIN) ?? nothing),
        met:
          how === "rule" && handle
            ? { rule: "handle", handle: Number(be64(handle)) }
            : { rule: "none", end: how === "policy" ? "policy" : "return" },
        verdict: [VERDICTS[code!] ?? String(code), ...(target ? [text(target)] : [])].join(" "),
        ...about,
      };
      return [record];
    });
}

const be32Of = (bytes: Buffer | undefined): number | undefined => bytes && be32(bytes);

const links = (iif: number | undefined, oif: number | undefined) => ({
  ...(iif ? { iif } : {}),
  ...(oif ? { oif } : {}),
});
