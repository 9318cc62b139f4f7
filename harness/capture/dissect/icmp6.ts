// RFC 4443: ICMPv6; RFC 4861: neighbour discovery; RFC 2710 and RFC 3810: multicast listener discovery.

import { address, mac } from "../../kernel/inet.ts";
import { echo, ICMP_HEADER_BYTES, quoted } from "./icmp.ts";
import type { Dissected } from "./index.ts";
import { ipv6 } from "./ipv6.ts";
import { part } from "./part.ts";

export type Icmp6 = {
  type: number;
  code: number;
  /** In tcpdump's words: "echo request", "neighbor solicitation" … */
  name: string;
  /** Of echo requests and replies. */
  id?: number;
  sequence?: number;
  /** Of an error: the packet that it is about, in one line. */
  about?: string;
  /** Of "packet too big": what may pass, bytes. */
  mtu?: number;
  /** The address that a solicitation or an advertisement is about; of a redirect, the better next hop. */
  target?: string;
  /** The MAC address that a neighbour or router message brings. */
  linkLayer?: string;
};

const NAMES: Record<number, string> = {
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
const NAMES_BY_CODE: Record<string, string> = {
  "1/0": "unreachable route",
  "1/1": "unreachable prohibited",
  "1/2": "beyond scope",
  "1/3": "unreachable address",
  "1/4": "unreachable port",
  "3/1": "reassembly time exceeded",
};
const ECHO = [128, 129];
const PACKET_TOO_BIG = 2;
const LAST_ERROR = 4; // they quote the packet that they are about

const SOURCE_LINK_LAYER = 1; // RFC 4861, section 4.6.1
const TARGET_LINK_LAYER = 2;
/** RFC 4861, section 4: where in a message the target address is, where its options begin, and whose MAC address they bring. */
const DISCOVERY: Record<number, { name: string; target?: number; options: number; linkLayer: number }> = {
  133: { name: "Router solicitation", options: 8, linkLayer: SOURCE_LINK_LAYER },
  134: { name: "Router advertisement", options: 16, linkLayer: SOURCE_LINK_LAYER },
  135: { name: "Neighbor solicitation", target: 8, options: 24, linkLayer: SOURCE_LINK_LAYER },
  136: { name: "Neighbor advertisement", target: 8, options: 24, linkLayer: TARGET_LINK_LAYER },
  137: { name: "Redirect", target: 8, options: 40, linkLayer: TARGET_LINK_LAYER },
};

export function icmp6(bytes: Buffer, frame: Dissected): void {
  const header = part(bytes, 0, ICMP_HEADER_BYTES, "ICMPv6 header");
  const [type, code] = [header.readUInt8(0), header.readUInt8(1)];
  const name = NAMES_BY_CODE[`${type}/${code}`] ?? NAMES[type] ?? `type ${type}`;
  frame.icmp6 = { type, code, name, ...(ECHO.includes(type) && echo(header)) };
  if (type === PACKET_TOO_BIG) frame.icmp6.mtu = header.readUInt32BE(4);
  if (type <= LAST_ERROR) frame.icmp6.about = quoted(ipv6, bytes.subarray(ICMP_HEADER_BYTES), NAMES);
  const message = DISCOVERY[type];
  if (!message) return;
  part(bytes, 0, message.options, message.name);
  if (message.target) frame.icmp6.target = address(bytes.subarray(message.target, message.target + 16));
  const linkLayer = option(bytes.subarray(message.options), message.linkLayer);
  if (linkLayer) frame.icmp6.linkLayer = mac(linkLayer.subarray(0, 6));
}

/** An option is its type, its length in units of 8 bytes, and what it brings. */
function option(options: Buffer, wanted: number): Buffer | undefined {
  for (let at = 0; at < options.length; ) {
    const header = part(options, at, 8, "Neighbor discovery option");
    // RFC 4861, section 4.6: a length of 0 makes the whole message invalid; 1 keeps this loop going
    const length = Math.max(1, header.readUInt8(1)) * 8;
    const whole = part(options, at, length, "Neighbor discovery option");
    if (header.readUInt8(0) === wanted) return whole.subarray(2);
    at += length;
  }
  return undefined;
}
