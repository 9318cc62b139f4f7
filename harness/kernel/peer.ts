import { type Link, links } from "./link.ts";
import type { Netlink } from "./netlink.ts";
import type { Netns } from "./netns.ts";
import { nsidOf } from "./nsid.ts";

type Place = { netns: Netns; netlink: Netlink };

/**
 * The other end of a veth pair, and which of `places` it is in; undefined where it is in none of them, or where the
 * link is no veth. An index means something in one namespace only (every container may have an eth0@if2 with index 2):
 * so the namespace is found first, by the number that the kernel gives it here (`link_netnsid`), and only then the
 * link, by its index there.
 */
export function peer<P extends Place>(link: Link, here: P, places: readonly P[]): { place: P; link: Link } | undefined {
  if (link.linkinfo?.info_kind !== "veth") return undefined;
  const { link: name, link_index: index, link_netnsid: nsid } = link;
  if (nsid === undefined) return found(here, (candidate) => candidate.ifname === name); // both ends in this namespace
  const place = places.find((candidate) => nsidOf(here.netlink, candidate.netns) === nsid);
  return place && found(place, (candidate) => candidate.ifindex === index);
}

function found<P extends Place>(place: P, isPeer: (candidate: Link) => boolean) {
  const link = links(place.netlink).find(isPeer);
  return link && { place, link };
}
