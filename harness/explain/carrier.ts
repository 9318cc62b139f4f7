// Is a link up, and does it hear anything?

import { type Broken, broken } from "./broken.ts";
import type { End } from "./view.ts";

export const isDown = ({ node, link }: End): Broken | undefined =>
  link.flags.includes("UP")
    ? undefined
    : broken(node, "link-down", { link: link.ifname }, `ip link show ${link.ifname}`);

export const withoutCarrier = ({ node, link }: End): Broken | undefined =>
  link.flags.includes("LOWER_UP")
    ? undefined
    : broken(node, "no-carrier", { link: link.ifname }, `ip link show ${link.ifname}`);
