// Which links forward IPv4, in one answer of the kernel's: the files below /proc/sys/net are found among those of every network
// namespace of the machine, and a thousand of them take seconds. RTM_GETNETCONF, linux/netconf.h; `ip netconf`.

import { attributes, i32 } from "./attribute.ts";
import { AF_INET } from "./inet.ts";
import { dump, type Netlink } from "./netlink.ts";

const RTM_GETNETCONF = 82; // linux/rtnetlink.h
const NETCONFMSG_BYTES = 4; // struct netconfmsg: u8 family; what follows begins at the next 4
const NETCONFA_IFINDEX = 1;
const NETCONFA_FORWARDING = 2;
const ALL = -1; // NETCONFA_IFINDEX_ALL

/** Does any link of the namespace forward IPv4 packets that come in by it (net.ipv4.conf.LINK.forwarding)? */
export const forwards = (netlink: Netlink): boolean => settings(netlink).some(({ isOn }) => isOn);

/** net.ipv4.ip_forward, which is the setting for all links. */
export const forwardsAll = (netlink: Netlink): boolean =>
  settings(netlink).some(({ ifindex, isOn }) => ifindex === ALL && isOn);

const settings = (netlink: Netlink): { ifindex: number | undefined; isOn: boolean }[] =>
  dump(netlink, "links", RTM_GETNETCONF, Buffer.from([AF_INET, 0, 0, 0])).map(({ body }) => {
    const found = attributes(body, NETCONFMSG_BYTES);
    const [ifindex, forwarding] = [found.get(NETCONFA_IFINDEX), found.get(NETCONFA_FORWARDING)];
    return { ifindex: ifindex && i32(ifindex), isOn: forwarding !== undefined && i32(forwarding) !== 0 };
  });
