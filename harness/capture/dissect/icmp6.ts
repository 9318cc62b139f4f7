import { address, mac } from "../../kernel/inet.ts";
import { need } from "./ethernet.ts";
import type { Dissected } from "./index.ts";

export type Icmp6 = {
  type: number;
  code: number;
  name: string;
  /** Of an echo request or reply. */
  id?: number;
  sequence?: number;
  /** The address that a neighbour message is about. */
  target?: string;
  /** The MAC address that a neighbour or router message brings. */
  linkLayer?: string;
};

// RFC 4443, RFC 4861 (neighbour discovery), RFC 2710 and RFC 9777 (multicast listener discovery)
const TYPES: Record<number, string> = {
  1: "unreachable",
  2: "packet too big",
  3: "time exceeded",
  4: "parameter problem",
  128: "echo request",
  129: "echo reply",
  130: "multicast listener query",
  131: "multicast listener report",
  132: "multicast listener done",
  133: "router solicitation",
  134: "router advertisement",
  135: "neighbor solicitation",
  136: "neighbor advertisement",
  137: "redirect",
  143: "multicast listener report v2",
};
/** Where the options begin, by type: RFC 4861, section 4. */
const OPTIONS_AT: Record<number, number> = { 133: 8, 134: 16, 135: 24, 136: 24 };
const LINK_LAYER_OPTIONS = [1, 2]; // source, target: RFC 4861, section 4.6.1

export function icmp6(bytes: Buffer, into: Dissected): void {
  const type = bytes.readUInt8(0);
  const isEcho = type === 128 || type === 129;
  const isNeighbour = type === 135 || type === 136;
  into.icmp6 = {
    type,
    code: bytes.readUInt8(1),
    name: TYPES[type] ?? `type ${type}`,
    ...(isEcho && { id: bytes.readUInt16BE(4), sequence: bytes.readUInt16BE(6) }),
    ...(isNeighbour && { target: address(need(bytes, 8, 16)) }),
  };
  const optionsAt = OPTIONS_AT[type];
  const linkLayer = optionsAt && linkLayerIn(bytes.subarray(optionsAt));
  if (linkLayer) into.icmp6.linkLayer = linkLayer;
}

/** Options are a type, a length in units of 8 bytes, and what they bring. */
function linkLayerIn(options: Buffer): string | undefined {
  for (let at = 0; at + 8 <= options.length; ) {
    if (LINK_LAYER_OPTIONS.includes(options[at]!)) return mac(options.subarray(at + 2, at + 8));
    const length = options[at + 1]! * 8;
    if (length === 0) return undefined;
    at += length;
  }
  return undefined;
}
