// The words that iproute2 prints for rtnetlink's numbers. A number without a word stays a number, as text: table "100".

// /etc/iproute2/rt_tables, rt_scopes, rt_protos, group
const TABLES: Record<number, string> = { 253: "default", 254: "main", 255: "local" };
const SCOPES: Record<number, string> = { 0: "global", 200: "site", 253: "link", 254: "host", 255: "nowhere" };
const PROTOCOLS: Record<number, string> = {
  0: "unspec",
  1: "redirect",
  2: "kernel",
  3: "boot",
  4: "static",
  8: "gated",
  9: "ra",
  11: "zebra",
  12: "bird",
  16: "dhcp",
  18: "keepalived",
  42: "babel",
  186: "bgp",
  187: "isis",
  188: "ospf",
  189: "rip",
  192: "eigrp",
};
const GROUPS: Record<number, string> = { 0: "default" };
const ROUTE_TYPES = [
  "none",
  "unicast",
  "local",
  "broadcast",
  "anycast",
  "multicast",
  "blackhole",
  "unreachable",
  "prohibit",
  "throw",
  "nat",
  "xresolve",
]; // RTN_*, linux/rtnetlink.h

export const tableName = (table: number): string => TABLES[table] ?? String(table);
export const scopeName = (scope: number): string => SCOPES[scope] ?? String(scope);
export const protocolName = (protocol: number): string => PROTOCOLS[protocol] ?? String(protocol);
export const routeTypeName = (type: number): string => ROUTE_TYPES[type] ?? String(type);
export const groupName = (group: number): string => GROUPS[group] ?? String(group);

/** RFC 2863, IF_OPER_*. */
const OPERSTATES = ["UNKNOWN", "NOTPRESENT", "DOWN", "LOWERLAYERDOWN", "TESTING", "DORMANT", "UP"];
const LINKMODES = ["DEFAULT", "DORMANT"];
/** ARPHRD_*, linux/if_arp.h. */
const LINK_TYPES: Record<number, string> = {
  1: "ether",
  768: "ipip",
  772: "loopback",
  776: "sit",
  778: "gre",
  65534: "none",
};

export const operstateName = (state: number): string => OPERSTATES[state] ?? String(state);
export const linkmodeName = (mode: number): string => LINKMODES[mode] ?? String(mode);
export const linkTypeName = (type: number): string => LINK_TYPES[type] ?? `[${type}]`;
