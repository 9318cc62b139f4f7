// The machine's links, known by their index: the kernel does not give one out again.

import { namesDir } from "./place.ts";
import { ipJson, tool } from "./tool.ts";

export type SavedLink = {
  ifindex: number;
  ifname: string;
  address?: string;
  mtu: number;
  master?: string;
  ifalias?: string;
  flags: string[];
  /** "veth", "bridge" …: what `ip link add` made. A device of the hardware has none. */
  linkinfo?: { info_kind?: string };
};

export const saveLinks = (): SavedLink[] => ipJson<SavedLink>("-d", "link");

const isOf =
  (link: SavedLink) =>
  (other: SavedLink): boolean =>
    other.ifindex === link.ifindex;

/** Deletes the links that came since and that `isDoomed`. Hardware that was plugged in meanwhile is nobody's doing here. */
export function deleteLinks(before: SavedLink[], isDoomed: (link: SavedLink) => boolean): void {
  for (;;) {
    const link = newLinks(before).find(isDoomed);
    if (!link) return;
    try {
      tool(["ip", "link", "del", "dev", link.ifname]); // the other end of a pair goes with it: look again
    } catch (error) {
      // the kernel may just be ending the namespace of its other end
      if (newLinks(before).some(isOf(link))) throw error;
    }
  }
}

/** The virtual links that came since. */
export const newLinks = (before: SavedLink[]): SavedLink[] =>
  saveLinks().filter((link) => link.linkinfo?.info_kind && !before.some(isOf(link)));

/** Links of the machine that were put into a network namespace come back before it goes; those of the hardware would by themselves. */
export function bringHome(before: SavedLink[], name: string): void {
  const now = saveLinks();
  const missing = before.filter((link) => !now.some(isOf(link)));
  if (!missing.length) return;
  for (const link of ipJson<SavedLink>("-n", name, "link"))
    if (missing.some((lost) => lost.ifname === link.ifname && lost.address === link.address))
      tool(["nsenter", `--net=${namesDir}/${name}`, "ip", "link", "set", link.ifname, "netns", "1"]);
}

/** The links that were there before and are not now. Nobody can make them again as they were. */
export function goneLinks(before: SavedLink[]): SavedLink[] {
  const now = saveLinks();
  return before.filter((link) => !now.some(isOf(link)) && !now.some(({ ifname }) => ifname === link.ifname));
}

/** Gives each link that was there before, and still is, its settings back. */
export function restoreLinks(before: SavedLink[]): void {
  const all = saveLinks();
  for (const link of before) {
    const now = all.find(isOf(link)) ?? all.find(({ ifname }) => ifname === link.ifname); // it may have come home with another index
    if (!now) continue;
    const set = (...words: string[]) => tool(["ip", "link", "set", "dev", link.ifname, ...words]);
    const isUp = ({ flags }: SavedLink) => flags.includes("UP");
    if (now.ifname !== link.ifname && isUp(now)) tool(["ip", "link", "set", "dev", now.ifname, "down"]);
    if (now.ifname !== link.ifname) tool(["ip", "link", "set", "dev", now.ifname, "name", link.ifname]);
    if (now.address !== link.address && link.address) set("address", link.address);
    if (now.mtu !== link.mtu) set("mtu", String(link.mtu));
    if (now.ifalias !== link.ifalias) set("alias", link.ifalias ?? "");
    const canJoin = !link.master || all.some(({ ifname }) => ifname === link.master);
    if (now.master !== link.master && canJoin) set(...(link.master ? ["master", link.master] : ["nomaster"]));
    if (isUp(now) !== isUp(link)) set(isUp(link) ? "up" : "down");
  }
}
