import type { KernelNode } from "../kernel/node.ts";
import type { Broken } from "./broken.ts";
import type { Nat, Packet } from "./packet.ts";
import type { View } from "./view.ts";

/** What is carried along: the changes that NAT made, what may have stopped the packet, and what of it a rule may have rewritten. */
export type Trip = {
  view: View;
  to: KernelNode;
  nat: Nat[];
  maybe: Broken[];
  unsure?: "source" | "destination";
  /** Nobody asks about a neighbour that he has learnt of. */
  isLearnt?: boolean;
};
/** Where it ended: stopped, delivered, or out of sight. */
export type Result = { broken?: Broken; at?: KernelNode; packet: Packet };
