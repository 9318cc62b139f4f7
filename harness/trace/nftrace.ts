// nf_tables' trace: what `nft monitor trace` and `xtables-monitor --trace` print. linux/netfilter/nf_tables.h.

import { attributes, nested, text } from "../kernel/attribute.ts";
import type { Message } from "../kernel/datagram.ts";
import type { Netns } from "../kernel/netns.ts";
import { listen } from "./listener.ts";
import { readPacket } from "./packet.ts";
import type { TraceRecord } from "./record.ts";

const NFT_MSG_TRACE = (10 << 8) | 17; // NFNL_SUBSYS_NFTABLES
const NFNLGRP_NFTRACE_BIT = 1 << (9 - 1);
const NFGENMSG_BYTES = 4; // struct nfgenmsg: u8 family, u8 version, u16 id
const FAMILIES: Record<number, string> = { 1: "inet", 2: "ip", 5: "netdev", 7: "bridge", 10: "ip6" };

const [TABLE, CHAIN, RULE_HANDLE, TYPE, VERDICT, ID] = [1, 2, 3, 4, 5, 6];
const [NETWORK_HEADER, TRANSPORT_HEADER, IIF, OIF, POLICY] = [8, 9, 10, 12, 16];
const [VERDICT_CODE, VERDICT_CHAIN] = [1, 2];
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

/** Listens from now on. The caller closes it. */
export function listenToNftrace(netns: Netns) {
  const listener = listen(netns, NFNLGRP_NFTRACE_BIT);
  const read = nftraceReader();
  return { drain: () => read(listener.drain()), close: listener.close };
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
      const number = (key: number | undefined): number | undefined => found.get(key!)?.readInt32BE(0);
      const id = number(ID)!;
      const header = found.get(NETWORK_HEADER!);
      if (header) {
        const packet = readPacket(header, found.get(TRANSPORT_HEADER!));
        packets.set(id, packet && { packet, ...links(number(IIF), number(OIF)) });
      }
      const about = packets.get(id);
      if (!about) return []; // no echo
      const how = TYPES[number(TYPE)!];
      const verdict = nested(found.get(VERDICT!));
      const code = how === "policy" ? number(POLICY) : verdict.get(VERDICT_CODE!)?.readInt32BE(0);
      const target = verdict.get(VERDICT_CHAIN!);
      const handle = found.get(RULE_HANDLE!); // a "rule" without one is where a chain ends and its caller goes on
      const record: TraceRecord = {
        backend: "nf_tables",
        family: FAMILIES[body[0]!] ?? String(body[0]),
        table: text(found.get(TABLE!)!),
        chain: text(found.get(CHAIN!)!),
        met:
          how === "rule" && handle
            ? { rule: "handle", handle: Number(handle.readBigUInt64BE(0)) }
            : { rule: "none", end: how === "policy" ? "policy" : "return" },
        verdict: [VERDICTS[code!] ?? String(code), ...(target ? [text(target)] : [])].join(" "),
        ...about,
      };
      return [record];
    });
}

const links = (iif: number | undefined, oif: number | undefined) => ({
  ...(iif ? { iif } : {}),
  ...(oif ? { oif } : {}),
});
