// A process that ends with the one that started it, whatever ends that: prctl(2), PR_SET_PDEATHSIG. It is set here, by the child
// itself: a change of user on its way here would have cleared it.

import { constants } from "node:os";
import { statOf } from "../ground/proc.ts";
import { libc } from "./libc.ts";

const PR_SET_PDEATHSIG = 1; // linux/prctl.h

/** Names, in a child's environment, its parent. */
export const parentMark = "CNL_PARENT";

/** What a parent gives to a child that shall end with it. */
export const withParent = (): Record<string, string> => ({ [parentMark]: String(process.pid) });

/** From now on this process ends with its parent, where one is named; at once where that has gone already. */
export function endWithParent(): void {
  const parent = process.env[parentMark];
  if (parent === undefined) return;
  libc().prctl(PR_SET_PDEATHSIG, BigInt(constants.signals.SIGKILL), 0n, 0n, 0n);
  if (statOf("self")?.parent !== Number(parent)) process.exit(2);
}
