// What stops a frame at a link itself, before the IP stack or a bridge sees it, or after: netdev chains and queues.

import type { Noted } from "./bridge.ts";
import { broken } from "./broken.ts";
import type { Frame } from "./packet.ts";
import { type End, filtered, type View } from "./view.ts";

/** "egress": it is about to leave by the link; "ingress": it has just come in. */
export function atDevice(view: View, end: End, way: "ingress" | "egress", { packet }: Frame): Noted {
  const { node, link } = end;
  const at = way === "egress" ? { oif: link.ifname } : { iif: link.ifname };
  const { stop } = filtered(view, node, "netdev", way, packet, at);
  if (stop?.what === "filtered") return { broken: stop };
  if (way === "egress" && link.qdisc === "blackhole") {
    const facts = { link: link.ifname, rule: "qdisc blackhole" };
    return { broken: broken(node, "tc-drops", facts, `tc qdisc show dev ${link.ifname}`) };
  }
  return stop ? { maybe: stop } : {};
}
