import { properties as classFolders } from "./class-folders.ts";
import { properties as commandLines } from "./command-lines.ts";
import { properties as frames } from "./frames.ts";
import { properties as ids } from "./ids.ts";
import { properties as iptables } from "./iptables.ts";
import { properties as netlink } from "./netlink.ts";
import type { Properties } from "./property.ts";
import { properties as tap } from "./tap.ts";

export const all: Record<string, Properties> = {
  frames,
  netlink,
  TAP: tap,
  "command lines": commandLines,
  "iptables-save": iptables,
  ids,
  "class folders": classFolders,
};
