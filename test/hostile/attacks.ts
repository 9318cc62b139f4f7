import type { Hostile } from "./hostile.ts";
import { after } from "./kinds/after.ts";
import { judged } from "./kinds/judged.ts";
import { large } from "./kinds/large.ts";
import { memory } from "./kinds/memory.ts";
import { outside } from "./kinds/outside.ts";
import { storms } from "./kinds/storms.ts";
import { waits } from "./kinds/waits.ts";

/** All of them, kind by kind. */
export const attacks: Hostile[] = [...outside, ...waits, ...memory, ...after, ...judged, ...large, ...storms];
