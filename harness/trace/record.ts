import type { Packet } from "./packet.ts";

/** One line of a trace: the packet met a rule, or came to the end of a chain. The same from nf_tables and from iptables-legacy. */
export type TraceRecord = {
  backend: "nf_tables" | "legacy";
  /** nf_tables' family: "ip", "inet", "bridge" …; "ip" for legacy. */
  family: string;
  table: string;
  chain: string;
  met:
    | { rule: "handle"; handle: number } // nf_tables counts handles,
    | { rule: "position"; position: number } // legacy the place in the chain
    | { rule: "none"; end: "policy" | "return"; position?: number };
  /** "accept", "drop", "continue", "jump DOCKER" …; legacy does not say. */
  verdict?: string;
  iif?: number;
  oif?: number;
  packet: Packet;
};
