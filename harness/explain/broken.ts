import type { KernelNode } from "../kernel/node.ts";

export const whats = [
  "no-route",
  "wrong-route",
  "no-return-route",
  "rp-filter",
  "not-forwarding",
  "not-a-router",
  "link-down",
  "no-carrier",
  "not-a-port",
  "other-bridge",
  "not-on-link",
  "too-long",
  "unheard-mtu",
  "port-blocked",
  "port-locked",
  "isolated",
  "no-flood",
  "wrong-fdb",
  "fdb-lacks-own",
  "wrong-neighbour",
  "other-mac",
  "mac-for-all",
  "arp-off",
  "no-arp-answer",
  "address-on-port",
  "no-such-address",
  "no-known-address",
  "no-neighbour",
  "no-ipv6",
  "duplicate-address",
  "duplicate-mac",
  "filtered",
  "maybe-filtered",
  "nat",
  "led-away",
  "echo-ignored",
  "no-listener",
  "past-nat",
  "martian",
  "no-route-localnet",
  "tc-drops",
  "xfrm",
  "loop",
] as const;

export type What = (typeof whats)[number];

/** What may stop a packet, or may not. */
export const unsure: readonly What[] = ["maybe-filtered", "unheard-mtu", "other-mac", "no-known-address"];

/** The first thing that would stop a packet. */
export type Broken = {
  node: string;
  what: What;
  facts: Record<string, string>;
  /** The command that shows it. */
  seen: string;
  /** On which way of the ping it is: there, or back. */
  leg?: Leg;
};

export type Leg = "request" | "reply";

/** `command` is what a person types on the node. */
export const broken = (node: KernelNode, what: What, facts: Record<string, string>, command: string): Broken => ({
  node: node.name,
  what,
  facts,
  seen: node.fact(undefined, command).seen,
});
