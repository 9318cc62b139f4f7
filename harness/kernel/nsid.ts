import { attribute, attributes, i32, u32Bytes } from "./attribute.ts";
import { type Netlink, request } from "./netlink.ts";
import type { Netns } from "./netns.ts";

const RTM_GETNSID = 90; // linux/rtnetlink.h
const RTGENMSG_BYTES = 4; // struct rtgenmsg: u8 family, padded
const NETNSA_NSID = 1; // linux/net_namespace.h
const NETNSA_FD = 3;

/**
 * The number by which one network namespace knows another: what `link_netnsid` and `ip netns list-id` say. It is valid
 * in the asking namespace only. Undefined where it has no number for the other, so none of its links has its other end
 * there.
 */
export function nsidOf(netlink: Netlink, other: Netns): number | undefined {
  const body = Buffer.concat([Buffer.alloc(RTGENMSG_BYTES), attribute(NETNSA_FD, u32Bytes(other.fd))]);
  const answer = request(netlink, `the number of "${other.path}" out`, RTM_GETNSID, body);
  const nsid = attributes(answer.body, RTGENMSG_BYTES).get(NETNSA_NSID);
  const id = nsid === undefined ? -1 : i32(nsid); // NETNSA_NSID_NOT_ASSIGNED is -1
  return id < 0 ? undefined : id;
}
