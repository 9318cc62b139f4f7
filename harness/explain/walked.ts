// What stopped a ping that was walked: what the tables say, where that is where it was seen last.

import { lastHops, unansweredIn } from "../capture/last.ts";
import { isReply } from "../capture/sequel.ts";
import { hopsOf } from "../capture/story.ts";
import type { Why } from "../capture/text.ts";
import { placeOf } from "../capture/topology.ts";
import type { Walk } from "../capture/walk.ts";
import type { KernelNode } from "../kernel/node.ts";
import type { Language } from "../text/language.ts";
import { type Broken, explain, type Leg, viewOf, type What } from "./index.ts";
import { explain6 } from "./ipv6.ts";
import { reason, sentence } from "./words.ts";

/** Undefined where it was answered, and where the tables do not tell, or tell of another place. */
export function stopOf(nodes: readonly KernelNode[], walk: Walk): Broken | undefined {
  const [from, to] = [walk.from, walk.to].map((name) => nodes.find((node) => node.name === name));
  const { address } = walk;
  if (walk.answered || !from) return undefined;
  const lost = lostLeg(walk);
  const broken = address.includes(":")
    ? explain6(nodes, { from, to, address, lost })
    : to && explain(viewOf(nodes), { from, to, address }, lost);
  return broken && isPossible(broken, walk) ? broken : undefined;
}

/** Undefined where the request arrived and no reply was seen: the node may have dropped either. */
function lostLeg({ own, to }: Walk): Leg | undefined {
  if ([...own].some(isReply)) return "reply";
  return lastHops({ own }).some(({ node, frame }) => node === to && frame.ip) ? undefined : "request";
}

/** What a node does with a packet that it has: not where nothing came there. */
const ofItsStack: What[] = [
  ...(["no-route", "no-return-route", "rp-filter", "not-forwarding", "not-a-router"] as const),
  ...(["filtered", "maybe-filtered", "nat", "xfrm", "echo-ignored", "loop"] as const),
];

/** Can that be the reason, by what was seen? */
function isPossible({ node, what }: Broken, walk: Walk): boolean {
  if (lastHops(walk).length) return lastNodes(walk).has(node);
  return node === walk.from || !ofItsStack.includes(what); // it did not find its next hop
}

/** The nodes that may have stopped it: those where it was seen last, or should have been seen next. */
function lastNodes({ own, topology }: Walk): Set<string | undefined> {
  const hops = lastHops({ own });
  const beyond = hops.map((hop) => topology.peers.get(placeOf(hop))?.split(" ")[0]);
  const asked = unansweredIn({ own }).flatMap(({ node, address, packet }) => [
    node,
    ...hopsOf(packet).map((hop) => hop.node),
    ...[...topology.addresses].filter(([, addresses]) => addresses.has(address)).map(([owner]) => owner),
  ]);
  return new Set([...hops.map(({ node }) => node), ...beyond, ...asked]);
}

/** The same in words. */
export function inWords(broken: Broken | undefined, language: Language): Why | undefined {
  const told = broken && { reason: reason(broken, language), sentence: sentence(broken, language) };
  return told?.reason && told.sentence
    ? { node: broken!.node, reason: told.reason, sentence: told.sentence }
    : undefined;
}
