// The pictures of the course text: the world as the kernel has it after the commands of each section, a line of JSON each in
// docs/pictures/NN-name.jsonl. Written by record.ts, held by console.test.ts.

import type { DrawnNode } from "../../harness/graph/world.ts";
import { insideProgram } from "../../harness/ground/paths.ts";
import type { Pictured } from "../../harness/lab/pictures.ts";
import { entering, insideEnvironment } from "../../harness/world/enter.ts";
import type { World } from "../../harness/world/world.ts";
import { run } from "../run.ts";
import { blocksOf } from "./blocks.ts";

/** Takes the pictures while a text's commands are replayed: at the end of a section's block, where something is another way now. */
export function photographer(source: string) {
  const last = new Map<number, string>(); // the number of a section's last command
  let count = 0;
  for (const { section, entries } of blocksOf(source)) {
    count += entries.length;
    last.set(count - 1, section);
  }
  const taken: Pictured[] = [];
  return {
    taken,
    after: async (at: number, world: World): Promise<void> => {
      const section = last.get(at);
      if (section === undefined) return;
      const nodes = await readWorldOf(world);
      if (JSON.stringify(nodes) !== JSON.stringify(taken.at(-1)?.nodes)) taken.push({ section, nodes });
    },
  };
}

/** The world without what the kernel draws by lot, once two readings agree: a carrier comes a moment after its link. */
export async function readWorldOf(world: World): Promise<DrawnNode[]> {
  let before = "";
  for (let turn = 0; turn < 20; turn++) {
    const now = await read(world);
    if (now === before) return JSON.parse(now);
    before = now;
  }
  throw new Error("The world does not come to rest");
}

async function read(world: World): Promise<string> {
  const { out, err, status } = await run([...entering(world), ...insideProgram("graph"), "json"], {
    env: insideEnvironment(),
  });
  if (status !== 0) throw new Error(`Cannot read the world: ${err}`);
  const { nodes }: { nodes: DrawnNode[] } = JSON.parse(out);
  for (const node of nodes) for (const link of node.links) delete link.mac;
  return JSON.stringify(nodes);
}

/** The pictures with the ends that a CNI plugin names by lot numbered by first appearance. */
export function comparable(pictures: Pictured[]): unknown {
  const names = new Map<string, string>();
  const text = JSON.stringify(pictures).replaceAll(/\bveth[0-9a-f]{8}\b/g, (name) => {
    names.set(name, names.get(name) ?? `veth-${names.size + 1}`);
    return names.get(name)!;
  });
  return JSON.parse(text);
}
