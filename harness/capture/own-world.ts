import { Mistake } from "../error.ts";
import type { KernelNode } from "../kernel/node.ts";
import type { Language } from "../text/language.ts";
import { openOwnWorld } from "../world/nodes.ts";
import { destination } from "./destination.ts";
import { walkJson } from "./json.ts";
import { hopsOf } from "./story.ts";
import { drawWalk } from "./text.ts";
import { type Walk, walk } from "./walk.ts";

type Form = (walked: Walk, language: Language) => string | Uint8Array | Promise<Uint8Array>;

const forms: Record<string, Form> = {
  text: drawWalk,
  json: walkJson,
  pcapng: async ({ packets, lost }) => (await import("./file.ts")).captureFile(packets.flatMap(hopsOf), lost),
};

/** Walks one ping in the world that this process runs in, and gives it in the wanted format. */
export async function walkOwnWorld(source: string, target: string, format: string, language: Language) {
  const { nodes } = openOwnWorld();
  const from = named(nodes, source);
  return forms[format]!(await walk(nodes, from, destination(nodes, from, target)), language);
}

function named(nodes: KernelNode[], name: string): KernelNode {
  const node = nodes.find((candidate) => candidate.name === name);
  if (!node)
    throw new Mistake(`Cannot find the node "${name}"; the nodes are: ${nodes.map((node) => node.name).join(", ")}`);
  return node;
}
