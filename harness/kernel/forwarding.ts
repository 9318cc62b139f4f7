// Which links forward IPv4, in one answer of the kernel's: the files below /proc/sys/net are found among those of every network
// namespace of the machine, and a thousand of them take seconds. RTM_GETNETCONF, linux/netconf.h; `ip netconf`.

import { attributes, i32 } from "./attribute.ts";
import { AF_INET } from "./inet.ts";
import { dump, type Netlink } from "./netlink.ts";

const RTM_GETNETCONF = 82; // linux/rtnetlink.h
const NETCONFMSG_BYTES = 4; // struct netconfmsg: u8 family; what follows begins at the next 4
const NETCONFA_FORWARDING = 2;

/** Does any link of the namespace forward IPv4 packets that come in by it (net.ipv4.conf.LINK.forwarding)? */
export const forwards = (netlink: Netlink): boolean =>
  dump(netlink, "links", RTM_GETNETCONF, Buffer.from([AF_INET, 0, 0, 0])).some(({ body }) => {
    const forwarding = attributes(body, NETCONFMSG_BYTES).get(NETCONFA_FORWARDING);
    return forwarding !== undefined && i32(forwarding) !== 0;
  });
