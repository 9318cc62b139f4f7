// The words that iproute2 prints for rtnetlink's numbers. A number without a word stays a number, as text: table "100".

const TABLES: Record<number, string> = { 253: "default", 254: "main", 255: "local" }; // /etc/iproute2/rt_tables
const SCOPES: Record<number, string> = { 0: "global", 200: "site", 253: "link", 254: "host", 255: "nowhere" }; // rt_scopes
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
}; // rt_protos
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
