// Which packets to one and the same address a node's policy rules and routes tell apart: each as routeTo() is asked for it.

import type { KernelNode } from "./node.ts";
import { isIn } from "./prefix.ts";
import type { IpProto, Selectors } from "./route-to.ts";
import type { Rule } from "./rule.ts";

/** One for each policy rule that names where packets go, but is not for every one of them, and for each type of service that a route is for. */
export function toldApart(node: KernelNode): Selectors[] {
  const own = node.addresses().value.flatMap(({ family, local }) => (family === "inet" ? local : []));
  const byRules = node.rules().value.flatMap((rule) => (rule.dst === undefined ? [] : ofRule(rule, own)));
  const byRoutes = node.routes("all").value.flatMap(({ tos }) => (tos ? { tos } : []));
  const all = [...byRules, ...byRoutes].map((selectors) => JSON.stringify(selectors));
  return [...new Set(all)].map((text) => JSON.parse(text) as Selectors);
}

const isProtocol = (name: string | undefined): name is IpProto => name === "icmp" || name === "tcp" || name === "udp";

function ofRule(rule: Rule, own: readonly string[]): Selectors[] {
  const { ipproto, sport, sport_start, dport, dport_start, fwmark, tos, src, srclen } = rule;
  const from = src === "all" ? undefined : own.find((address) => isIn(address, `${src}/${srclen ?? 32}`));
  const ports = { sport: sport ?? sport_start, dport: dport ?? dport_start };
  const isOfPorts = ports.sport !== undefined || ports.dport !== undefined;
  const protocols = isProtocol(ipproto) ? [ipproto] : isOfPorts ? (["tcp", "udp"] as const) : [undefined];
  const selectors = {
    ...(from !== undefined && { from }),
    ...(ports.sport !== undefined && { sport: ports.sport }),
    ...(ports.dport !== undefined && { dport: ports.dport }),
    ...(fwmark && { mark: Number(fwmark) }),
    ...(tos && { tos: Number(tos) }),
  };
  const all = protocols.map((ipproto) => ({ ...(ipproto && { ipproto }), ...selectors }));
  return all.filter((one) => Object.keys(one).length > 0);
}
