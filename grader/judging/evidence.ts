// What was the case when the kernel was judged, as text, for those who were not there.

import type { Way } from "../../harness/explain/index.ts";
import { type Hidden, isHiddenWalk, tellsReasons } from "../../harness/graph/hidden.ts";
import { routeLine } from "../../harness/graph/tables.ts";
import { draw } from "../../harness/graph/text.ts";
import { type DrawnNode, readWorld } from "../../harness/graph/world.ts";
import { reasonOf } from "../../harness/ground/error.ts";
import { Excess } from "../../harness/kernel/excess.ts";
import { hasNftTables, limitNft } from "../../harness/kernel/nft-tables.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { runIn } from "../../harness/kernel/run-in.ts";
import type { Language } from "../../harness/text/language.ts";
import { openNameless } from "../../harness/world/nameless.ts";
import type { OpenWorld } from "../../harness/world/nodes.ts";
import type { Evidence } from "../tap/evidence.ts";

const longest = 100_000; // characters of each
const patience = 3000; // ms for what the nodes route, forward and filter

/** The drawing of the world, then for each node what routes, forwards and filters, as far as there is room and time. */
function stateOf(nodes: KernelNode[], drawn: DrawnNode[], hides: Hidden): string {
  const begin = performance.now();
  const parts = [draw(drawn)];
  let length = parts[0]!.length;
  for (const [at, node] of nodes.filter(({ name }) => !hides.nodes?.includes(name)).entries()) {
    if (length > longest || performance.now() - begin > patience) {
      parts.push(`(and ${nodes.length - at} nodes more)\n`);
      break;
    }
    const rules = orReasonOf(node, () => rulesOf(node));
    length += rules.length;
    parts.push(rules);
  }
  return cut(parts.join("\n"));
}

/** A world can be made to give any amount of text. */
function cut(text: string): string {
  if (text.length <= longest) return text;
  const end = text.lastIndexOf("\n", longest);
  const kept = text.slice(0, end < 0 ? longest : end);
  return `${kept.toWellFormed()}\n(cut off: ${text.length - kept.length} characters more)\n`;
}

function rulesOf(node: KernelNode): string {
  const forward = node.sysctl("net.ipv4.ip_forward");
  const routes = node.routes();
  const ruleset = ruleLines(node);
  return [
    `${node.name}`,
    `  $ ${forward.seen}`,
    `  net.ipv4.ip_forward = ${forward.value}`,
    `  $ ${routes.seen}`,
    ...routes.value.map((route) => `  ${routeLine(route)}`),
    ...(ruleset.length ? [`  $ ${node.fact(0, "nft list ruleset").seen}`, ...ruleset.map((line) => `  ${line}`)] : []),
    "",
  ].join("\n");
}

function ruleLines({ netns }: KernelNode): string[] {
  limitNft(netns);
  const text = hasNftTables(netns) ? runIn(netns, ["nft", "list", "ruleset"]) : "";
  return text.split("\n").filter((line) => line.trim() && !line.startsWith("#")); // nft's own words about iptables-nft
}

/**
 * Evidence is a service: where it cannot be had, it says why, and the grade stands. `way`: the ping to walk. What is
 * asked neither a drawing nor a walk tells.
 */
export async function gatherEvidence(
  world: Pick<OpenWorld, "host" | "nodes"> | Excess,
  way: Way | undefined,
  language: Language,
  hides: Hidden = {},
): Promise<Evidence> {
  if (world instanceof Excess) return { state: world.message };
  let drawn: DrawnNode[] = [];
  const state = await orReason(() =>
    withNameless(world, (all) => {
      drawn = readWorld(all, hides);
      return stateOf(all, drawn, hides);
    }),
  );
  const seen = { state, ...(drawn.length && JSON.stringify(drawn).length <= longest && { world: drawn }) };
  const isTold = way && !isHiddenWalk(hides, [way.from.name, way.to.name], way.address);
  if (!isTold) return seen;
  try {
    return { ...seen, ...(await walkOf(world, way, language, hides)) };
  } catch (error) {
    return { ...seen, walk: reasonOf(error) };
  }
}

const most = 200; // network namespaces in which a walk listens: each takes the kernel some ms to begin and to end

async function walkOf(
  { nodes }: Pick<OpenWorld, "nodes">,
  { from, to, address }: Way,
  language: Language,
  hides: Hidden,
): Promise<Pick<Evidence, "walk" | "picture">> {
  const count = new Set(nodes.map(({ inode }) => inode)).size;
  if (count > most) throw new Error(`No walk is taken in a world of ${count} network namespaces, more than ${most}`);
  const { walk } = await import("../../harness/capture/walk.ts");
  const { drawWalk, tellWalk } = await import("../../harness/capture/text.ts");
  const { walkSvg } = await import("../../harness/capture/picture.ts");
  const { inWords, stopOf } = await import("../../harness/explain/walked.ts");
  const walked = await walk(nodes, { from, to, address });
  const stop = tellsReasons(hides) ? stopOf(nodes, walked) : undefined;
  const why = inWords(stop, language);
  const text = cut(drawWalk(walked, language, why));
  const picture = walkSvg(walked, readWorld(nodes, hides), tellWalk(walked, language, why), why?.node);
  return { walk: text, ...(picture.length <= longest && { picture }) }; // half a picture is none
}

function withNameless({ host, nodes }: Pick<OpenWorld, "host" | "nodes">, read: (nodes: KernelNode[]) => string) {
  const nameless = openNameless(host, nodes);
  try {
    return read([...nodes, ...nameless]);
  } finally {
    for (const node of nameless) node.close();
  }
}

function orReasonOf(node: KernelNode, work: () => string): string {
  try {
    return work();
  } catch (error) {
    return `${node.name}\n  (${reasonOf(error)})\n`;
  }
}

async function orReason(work: () => string): Promise<string> {
  try {
    return work();
  } catch (error) {
    return reasonOf(error);
  }
}
