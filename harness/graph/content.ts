// What stands in a node's box, line by line, and how much room text takes.

import type { Branch } from "./tree.ts";
import type { DrawnLink } from "./world.ts";

/** A line of a box. Its key tells what it is about, for whoever compares two pictures. */
export type Line = { key: string; text: string; kind: "link" | "mark"; isDown?: boolean };

export const lineHeight = 17; // px, of text of 12 px
const signWidth = 7.25; // px: a monospaced sign of 12 px, rounded up
const titleWidth = 8.6; // of 14 px, bold

export const widthOf = (text: string): number => Math.ceil(Bun.stringWidth(text) * signWidth);
export const widthOfTitle = (text: string): number => Math.ceil(Bun.stringWidth(text) * titleWidth);

/** A link in a picture: "veth1 172.17.0.1/16 [5]", where 5 is its index; what is down or missing says so in words too. */
export const named = ({ ifname, ifindex, kind, addresses, isUp, isMissing }: DrawnLink): string =>
  isMissing
    ? `${nameOf(ifname)}missing`
    : [
        ifname,
        kind && !["veth", "bridge"].includes(kind) ? `(${kind})` : "",
        ...addresses,
        `[${ifindex}]`,
        isUp ? "" : "DOWN",
      ]
        .filter(Boolean)
        .join(" ");

/** What is missing may have any name: then it has none here. */
const nameOf = (ifname: string): string => (ifname.startsWith("?") ? "" : `${ifname} `);

const marksShown = 6;

/** `port`: where the cable's label has no room of its own, the link at its other end. */
export function linesOf({ node, uplink, others }: Branch, port?: DrawnLink): Line[] {
  const links = [...(uplink ? [uplink] : []), ...others].filter((link) => !isUntouchedLo(link));
  const marks = [...(node.forwards ? ["forwarding on"] : []), ...node.routes, ...node.rules];
  const more = marks.length - marksShown;
  const shown = more > 1 ? [...marks.slice(0, marksShown), `… ${more} more`] : marks;
  return [
    ...(port
      ? [
          {
            key: "",
            text: `══ ${port.isMissing ? named(port) : `${port.ifname} [${port.ifindex}]`}`,
            kind: "mark" as const,
          },
        ]
      : []),
    ...links.map((link) => ({
      key: `${node.name} ${link.ifname}`,
      text: named(link),
      kind: "link" as const,
      isDown: !link.isUp,
    })),
    ...shown.map((text) => ({ key: `${node.name} · ${text}`, text, kind: "mark" as const })),
  ];
}

/** lo as a new network namespace has it: there, and nothing to see. */
const isUntouchedLo = ({ ifname, isUp, addresses }: DrawnLink): boolean =>
  ifname === "lo" && !isUp && addresses.length === 0;

/** All of a node, for whoever points at it: what has no room in the box, MAC addresses and MTUs. */
export const detailsOf = ({ node }: Branch): string =>
  [
    node.name,
    ...node.links.map((link) =>
      [named(link), link.mac, link.mtu === undefined ? "" : `mtu ${link.mtu}`].filter(Boolean).join("  "),
    ),
    ...(node.forwards ? ["forwarding on"] : []),
    ...node.routes,
    ...node.rules,
  ].join("\n");
