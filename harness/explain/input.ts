// What the IP stack says to a packet that came in, before it looks where to send it: martians, and RFC 3704's reverse path.

import { type Broken, broken } from "./broken.ts";
import { flowOf, type Packet } from "./packet.ts";
import type { End, View } from "./view.ts";

/** The route that the kernel would take for the packet that came in at `end`. */
export const inputRoute = ({ node, link }: End, packet: Packet) =>
  node.routeTo(packet.dst, { from: packet.src, iif: link.ifname, ...flowOf(packet) });

/** An address that every stack has for itself; RFC 1122, 3.2.1.3. */
export const isLoopback = (address: string): boolean => address.startsWith("127.");

/** Undefined where the packet is let in, or where it is refused for want of a route. */
export function refusedInput(view: View, end: End, packet: Packet): Broken | undefined {
  const { node, link } = end;
  const { value: route } = inputRoute(end, packet);
  if (route && !("error" in route)) return undefined;
  if (isLoopback(packet.src)) {
    const facts = { src: packet.src, link: link.ifname };
    return broken(node, "martian", facts, `ip route get ${packet.dst} from ${packet.src} iif ${link.ifname}`);
  }
  const owner = view.others(node, packet.src)[0];
  if (view.owns(node, packet.src))
    return broken(node, "duplicate-address", { address: packet.src, other: owner?.name ?? "" }, "ip -br -4 address");
  const mode = view.setting(end, "rp_filter");
  if (mode === 0) return undefined;
  const { value: back } = node.routeTo(packet.src);
  const isLost = !back || "error" in back;
  if (!isLost && (mode === 2 || back.dev === link.ifname)) return undefined;
  const facts = { src: packet.src, link: link.ifname, back: isLost ? "" : (back.dev ?? ""), mode: String(mode) };
  return broken(node, "rp-filter", facts, `ip route get ${packet.src}`);
}
