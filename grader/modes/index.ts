// The modes of the grader. One more is a file here, and its name in the list.

import type { Program } from "../../harness/command-line/command.ts";
import { adjust } from "./adjust.ts";
import { aClass } from "./class.ts";
import { fill } from "./fill.ts";
import { hint } from "./hint.ts";
import { keep } from "./keep.ts";
import { merge } from "./merge.ts";
import type { Mode } from "./mode.ts";
import { reference } from "./reference.ts";
import { script } from "./script.ts";
import { stable } from "./stable.ts";
import { up } from "./up.ts";
import { watch } from "./watch.ts";

/** In the order of the usage text. */
export const modes: readonly Mode[] = [up, watch, hint, script, aClass, merge, fill, adjust, stable, keep, reference];

export const program: Program = {
  call: "bun grader",
  commands: modes,
  more: {
    en: "Exit status: 0 all passed, 1 a check did not pass, 2 could not grade",
    zh: "退出状态：0 全部通过，1 有检查没通过，2 无法评分",
  },
};
