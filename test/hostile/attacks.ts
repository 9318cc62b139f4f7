import type { Hostile } from "./hostile.ts";
import { after } from "./kinds/after.ts";
import { first } from "./kinds/first.ts";
import { inside } from "./kinds/inside.ts";
import { judged } from "./kinds/judged.ts";
import { kernel } from "./kinds/kernel.ts";
import { large } from "./kinds/large.ts";
import { memory } from "./kinds/memory.ts";
import { outside } from "./kinds/outside.ts";
import { read } from "./kinds/read.ts";
import { storms } from "./kinds/storms.ts";
import { waits } from "./kinds/waits.ts";

/** All of them, kind by kind. */
export const attacks: Hostile[] = [
  ...outside,
  ...first,
  ...inside,
  ...waits,
  ...memory,
  ...kernel,
  ...after,
  ...judged,
  ...read,
  ...large,
  ...storms,
];
