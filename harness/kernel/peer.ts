import { attribute, attributes, u32Bytes } from "./attribute.ts";
import { KernelError } from "./errno.ts";
import { mac } from "./inet.ts";
import { type Link, links, RTM_GETLINK } from "./link.ts";
import { type Netlink, request } from "./netlink.ts";
import type { Netns } from "./netns.ts";
import { nsidOf } from "./nsid.ts";

type Place = { netns: Netns; netlink: Netlink };

export type Peer<P> = { place: P; link: Link };

const IFINFO_BYTES = 16; // struct ifinfomsg: u8 family, u8 padding, u16 type, i32 index, u32 flags, u32 change
const IFLA_ADDRESS = 1; // linux/if_link.h
const IFLA_TARGET_NETNSID = 46;
const gone = ["ENODEV", "EINVAL"]; // the link, the number

/**
 * The other end of a veth pair, and which of `places` it is in; undefined where it is in none of them, or where the
 * link is no veth. An index means something in one namespace only (every container may have an eth0@if2 with index 2):
 * so the namespace is found first, by the number that the kernel gives it here (`link_netnsid`), and only then the
 * link, by its index there.
 */
export function peer<P extends Place>(link: Link, here: P, places: readonly P[]): Peer<P> | undefined {
  if (link.linkinfo?.info_kind !== "veth") return undefined;
  const { link: name, link_index: index, link_netnsid: nsid } = link;
  if (nsid === undefined) return found(here, (candidate) => candidate.ifname === name); // both ends in this namespace
  const place = places.find((candidate) => nsidOf(here.netlink, candidate.netns) === nsid);
  return place && found(place, (candidate) => candidate.ifindex === index);
}

/** Is the link joined to the other place: by the other end of a pair, or as one on top of a link there (macvlan, ipvlan, VXLAN)? */
export function isJoined(link: Link, here: Place, other: Place): boolean {
  return link.link_netnsid !== undefined && link.link_netnsid === nsidOf(here.netlink, other.netns);
}

function found<P extends Place>(place: P, isPeer: (candidate: Link) => boolean): Peer<P> | undefined {
  const link = links(place.netlink).find(isPeer);
  return link && { place, link };
}

/**
 * The same for all links of all places, given what their links are: a function that asks for a few bytes. The kernel shows
 * the far link through its namespace's number here; places that have one like it are asked for their number.
 */
export function peersAmong<P extends Place>(all: ReadonlyMap<P, readonly Link[]>) {
  const alike = Map.groupBy(
    [...all].flatMap(([place, own]) => own.map((link) => ({ place, link }))),
    ({ link }) => `${link.ifindex} ${link.address}`,
  );
  const byName = new Map(Array.from(all, ([place, own]) => [place, new Map(own.map((link) => [link.ifname, link]))]));
  return (link: Link, here: P): Peer<P> | undefined => {
    if (link.linkinfo?.info_kind !== "veth") return undefined;
    const { link: name, link_index: index, link_netnsid: nsid } = link;
    if (nsid === undefined) {
      const near = byName.get(here)?.get(name ?? "");
      return near && { place: here, link: near };
    }
    const address = index === undefined ? undefined : addressBehind(here.netlink, nsid, index);
    const candidates = alike.get(`${index} ${address}`) ?? [];
    return candidates.find(({ place }) => nsidOf(here.netlink, place.netns) === nsid);
  };
}

/** The MAC address of the link with this index in the namespace with this number; undefined where there is none (any more). */
function addressBehind(netlink: Netlink, nsid: number, index: number): string | undefined {
  const header = Buffer.alloc(IFINFO_BYTES);
  header.writeInt32LE(index, 4);
  const body = Buffer.concat([header, attribute(IFLA_TARGET_NETNSID, u32Bytes(nsid >>> 0))]);
  try {
    const answer = request(netlink, "a link behind", RTM_GETLINK, body);
    const address = attributes(answer.body, IFINFO_BYTES).get(IFLA_ADDRESS);
    return address && mac(address);
  } catch (error) {
    if (error instanceof KernelError && gone.includes(error.code)) return undefined;
    throw error;
  }
}
