import type { Hostile } from "./hostile.ts";
import { after } from "./kinds/after.ts";
import { first } from "./kinds/first.ts";
import { inside } from "./kinds/inside.ts";
import { judged } from "./kinds/judged.ts";
import { kernel } from "./kinds/kernel.ts";
import { large } from "./kinds/large.ts";
import { memory } from "./kinds/memory.ts";
import { others } from "./kinds/others.ts";
import { outside } from "./kinds/outside.ts";
import { read } from "./kinds/read.ts";
import { shared } from "./kinds/shared.ts";
import { storms } from "./kinds/storms.ts";
import { tables } from "./kinds/tables.ts";
import { waits } from "./kinds/waits.ts";

/** All of them, kind by kind. */
export const attacks: Hostile[] = [
  ...outside,
  ...first,
  ...inside,
  ...waits,
  ...memory,
  ...kernel,
  ...shared,
  ...after,
  ...judged,
  ...read,
  ...large,
  ...tables,
  ...others,
  ...storms,
];
