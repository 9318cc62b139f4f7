import { type Attributes, attributes, type Field, pick, text, u8, u16, u32 } from "./attribute.ts";
import { address, addressBits, familyName } from "./inet.ts";
import { protocolName, tableName } from "./names.ts";
import { dump, type Netlink } from "./netlink.ts";

/**
 * One policy rule in the words of `ip -j -d rule` (iproute2 6.1); `family` is ours: "inet" or "inet6".
 * Left out: tun_id, uid ranges, realms, suppress_ifgroup, nat.
 */
export type Rule = {
  family: string;
  priority: number;
  /** Present, and null, where the selector is inverted. */
  not?: null;
  src: string;
  srclen?: number;
  dst?: string;
  dstlen?: number;
  tos?: string;
  fwmark?: string;
  fwmask?: string;
  iif?: string;
  /** Present, and null, where there is no such link. */
  iif_detached?: null;
  oif?: string;
  oif_detached?: null;
  ipproto?: string;
  sport?: number;
  sport_start?: number;
  sport_end?: number;
  dport?: number;
  dport_start?: number;
  dport_end?: number;
  table?: string;
  suppress_prefixlen?: number;
  /** "blackhole", "unreachable", "prohibit", "nop"; absent where there is a `table` or a `goto`. */
  action?: string;
  /** The priority of the rule to go on with. */
  goto?: number;
  protocol: string;
};

const RTM_GETRULE = 34; // linux/rtnetlink.h
const HEADER_BYTES = 12; // struct fib_rule_hdr: u8 family, dst_len, src_len, tos, table, 2 reserved, action; u32 flags
const FRA_DST = 1; // linux/fib_rules.h, as are FIB_RULE_* and FR_ACT_* below
const FRA_SRC = 2;
const FRA_PRIORITY = 6;
const FRA_FWMARK = 10;
const FRA_SUPPRESS_PREFIXLEN = 14;
const FRA_TABLE = 15;
const FRA_FWMASK = 16;
const FRA_PROTOCOL = 21;
const FRA_SPORT_RANGE = 23;
const FRA_DPORT_RANGE = 24;
const FIB_RULE_INVERT = 0x2;
const FIB_RULE_IIF_DETACHED = 0x8;
const FIB_RULE_OIF_DETACHED = 0x10;
const FR_ACT_TO_TBL = 1;
const FR_ACT_GOTO = 2;
const ACTIONS: Record<number, string> = { 3: "nop", 6: "blackhole", 7: "unreachable", 8: "prohibit" };
const IP_PROTOCOLS: Record<number, string> = { 1: "icmp", 6: "tcp", 17: "udp", 58: "ipv6-icmp" }; // protocols(5)
const NONE = 0xffffffff;

const FIELDS: readonly Field[] = [
  [3, "iif", text],
  [17, "oif", text],
  [22, "ipproto", (bytes) => IP_PROTOCOLS[u8(bytes)] ?? `ipproto-${u8(bytes)}`],
  [4, "goto", u32],
];

/** One family's policy rules (AF_INET or AF_INET6), by priority: `ip rule`. */
export function rules(netlink: Netlink, family: number): Rule[] {
  const body = Buffer.alloc(HEADER_BYTES);
  body.writeUInt8(family, 0);
  const messages = dump(netlink, "policy rules", RTM_GETRULE, body);
  return messages.filter((message) => message.body[0] === family).map((message) => record(message.body));
}

function record(body: Buffer): Rule {
  const found = attributes(body, HEADER_BYTES);
  const family = body.readUInt8(0);
  const tos = body.readUInt8(3);
  const action = body.readUInt8(7);
  const flags = body.readUInt32LE(8);
  const priority = found.get(FRA_PRIORITY);
  const table = found.get(FRA_TABLE);
  const suppressed = found.get(FRA_SUPPRESS_PREFIXLEN);
  return {
    family: familyName(family),
    priority: priority ? u32(priority) : 0,
    ...(flags & FIB_RULE_INVERT ? { not: null } : {}),
    src: "all",
    ...selector("src", found.get(FRA_SRC), body.readUInt8(2), family),
    ...selector("dst", found.get(FRA_DST), body.readUInt8(1), family),
    ...(tos > 0 && { tos: `0x${tos.toString(16)}` }),
    ...mark(found),
    ...pick(found, FIELDS),
    ...(flags & FIB_RULE_IIF_DETACHED ? { iif_detached: null } : {}),
    ...(flags & FIB_RULE_OIF_DETACHED ? { oif_detached: null } : {}),
    ...ports("sport", found.get(FRA_SPORT_RANGE)),
    ...ports("dport", found.get(FRA_DPORT_RANGE)),
    ...(action === FR_ACT_TO_TBL && { table: tableName(table ? u32(table) : body.readUInt8(4)) }),
    ...(suppressed && u32(suppressed) !== NONE && { suppress_prefixlen: u32(suppressed) }),
    ...(action > FR_ACT_GOTO && { action: ACTIONS[action] ?? String(action) }),
    protocol: protocolName(u8(found.get(FRA_PROTOCOL) ?? Buffer.of(0))),
  };
}

function selector(key: "src" | "dst", bytes: Buffer | undefined, length: number, family: number) {
  if (!bytes) return {};
  return { [key]: address(bytes), ...(length !== addressBits(family) && { [`${key}len`]: length }) };
}

/** The mask is left out where it is the whole word; the mark where both are 0. */
function mark(found: Attributes) {
  const value = u32(found.get(FRA_FWMARK) ?? Buffer.alloc(4));
  const mask = found.get(FRA_FWMASK);
  if (value === 0 && !mask) return {};
  return {
    fwmark: `0x${value.toString(16)}`,
    ...(mask && u32(mask) !== NONE && { fwmask: `0x${u32(mask).toString(16)}` }),
  };
}

/** struct fib_rule_port_range. */
function ports(key: "sport" | "dport", bytes: Buffer | undefined) {
  if (!bytes) return {};
  const [start, end] = [u16(bytes), u16(bytes.subarray(2))];
  return start === end ? { [key]: start } : { [`${key}_start`]: start, [`${key}_end`]: end };
}
