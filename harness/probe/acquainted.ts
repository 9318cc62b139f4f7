// As whom two nodes know each other after one has pinged the other from cold tables.

import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { chill, type Way } from "./cold.ts";
import { cables, type Field } from "./field.ts";
import { isAnswered } from "./ping.ts";

/** The MAC addresses that the neighbour tables have: of the address that was asked, and of the asker's. */
export type Acquainted = { there?: string; back?: string };

const patience = 1300; // ms: longer than after which the kernel asks again (arp(7), retrans_time)

export function acquainted(field: Field, way: Way, source: string): Promise<Fact<Acquainted>> {
  const { from, to, address } = way;
  return field.turn(cables, async () => {
    const cold = chill(field, way);
    try {
      const known = (node: KernelNode, of: string) => node.neighbours().value.find(({ dst }) => dst === of)?.lladdr;
      await isAnswered(from, address, { patience });
      const [there, back] = [known(from, address), known(to, source)];
      return from.fact({ ...(there && { there }), ...(back && { back }) }, "ip neigh");
    } finally {
      cold.giveBack();
    }
  });
}
