// What stops a frame at a link itself, before the IP stack or a bridge sees it, or after: netdev chains and queues.

import { runIn } from "../kernel/run-in.ts";
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
  const rule = way === "egress" ? dropping(end) : undefined;
  if (rule) {
    const facts = { link: link.ifname, rule };
    return { broken: broken(node, "tc-drops", facts, `tc qdisc show dev ${link.ifname}`) };
  }
  return stop ? { maybe: stop } : {};
}

/** What of the link's queue takes no packet at all. */
function dropping({ node, link: { qdisc = "", ifname } }: End): string | undefined {
  if (qdisc === "blackhole") return "qdisc blackhole";
  if (qdisc !== "pfifo" && qdisc !== "bfifo") return undefined;
  const text = runIn(node.netns, ["tc", "qdisc", "show", "dev", ifname]);
  return / root .* limit 0[pb]?\b/.test(text) ? `qdisc ${qdisc} limit 0` : undefined;
}
