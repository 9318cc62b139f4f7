// Which packets belong to a ping: a world is never silent (IPv6 looks for routers, a server talks), and a story must be.

import type { Dissected } from "./dissect/index.ts";
import type { Hop } from "./hop.ts";

/** ARP and ICMP of the address's family, also inside a tunnel. */
export function concerns({ frame }: Hop, address: string): boolean {
  return address.includes(":") ? concernsV6(frame) : concernsV4(frame);
}

const concernsV4 = ({ arp, icmp, vxlan }: Dissected): boolean =>
  Boolean(arp || icmp || (vxlan && concernsV4(vxlan.inner)));

// routers and multicast groups are looked for all the time, by whoever came up last
const concernsV6 = ({ icmp6, arp, vxlan }: Dissected): boolean =>
  Boolean((icmp6 && !/router|multicast|listener/.test(icmp6.name)) || (vxlan && (arp || concernsV6(vxlan.inner))));
