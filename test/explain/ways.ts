import { join } from "node:path";
import type { Broken } from "../../harness/explain/index.ts";
import { isRoot } from "../../harness/world/unprivileged.ts";
import type { TestWorld } from "../world.ts";

/** From a node to an address; nodes by their names, or by an address that they have. */
export type Way = { from: string; to: string; address: string };
export type Told = { way: string; answered: boolean; broken: Broken | null };

/** What `explain` says of the ways; without any, of those between all nodes, to all their addresses. */
export async function explained({ anchor }: TestWorld, ways?: Way[]): Promise<Told[]> {
  const pid = String(anchor.pid);
  const enter = isRoot() ? [] : ["nsenter", "-U", "-n", "--preserve-credentials", "-t", pid];
  const child = Bun.spawn([...enter, process.execPath, join(import.meta.dir, "explained.ts"), pid], {
    env: { ...process.env, EXPLAIN_WAYS: JSON.stringify(ways ?? null) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, said] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  if ((await child.exited) !== 0) throw new Error(said);
  return JSON.parse(out);
}
