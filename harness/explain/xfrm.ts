// xfrm policies, as `ip xfrm policy` prints them: the first that is for a packet decides.

import type { KernelNode } from "../kernel/node.ts";
import { isIn } from "../kernel/prefix.ts";
import { runIn } from "../kernel/run-in.ts";
import { type Broken, broken } from "./broken.ts";
import type { Packet } from "./packet.ts";
import type { View } from "./view.ts";

export type Policy = { text: string; src: string; dst: string; dir: string; isBlock: boolean; priority: number };
type Direction = "in" | "out" | "fwd";

/** Blocked by a policy. One that asks for more than addresses, or that transforms, may be for the packet or not: then nothing is said. */
export function xfrmStop(view: View, node: KernelNode, dir: Direction, { src, dst }: Packet): Broken | undefined {
  const policies = view.policies(node).filter((one) => one.dir === dir);
  const first = policies.find((one) => isIn(src, one.src) !== false && isIn(dst, one.dst) !== false);
  if (!first?.isBlock || !PLAIN.test(first.text)) return undefined;
  return broken(node, "xfrm", { policy: first.text, src, dst }, "ip xfrm policy");
}

const PLAIN = /^src \S+ dst \S+ dir \w+ action block priority \d+( ptype main)?$/;

/** In the order that they are asked in. Without the right to see them, none. */
export function policiesOf(node: KernelNode): Policy[] {
  let text: string;
  try {
    text = runIn(node.netns, ["ip", "xfrm", "policy"]);
  } catch {
    return [];
  }
  const policies = text.split(/\n(?=src )/).flatMap((part) => {
    const words = part.trim().replace(/\s+/g, " ");
    const [, src, dst, dir, block, priority] =
      words.match(/^src (\S+) dst (\S+) .*?dir (in|out|fwd)(?:.*?action (block))?.*?priority (\d+)/) ?? [];
    if (!src || !dst || !dir) return [];
    return [{ text: words, src, dst, dir, isBlock: block !== undefined, priority: Number(priority) }];
  });
  return policies.sort((one, other) => one.priority - other.priority);
}
