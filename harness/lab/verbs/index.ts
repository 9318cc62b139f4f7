// The verbs of a lab script. One more is a file here and a line below.

import type { Verb } from "../verb.ts";
import { answer } from "./answer.ts";
import { check } from "./check.ts";
import { down } from "./down.ts";
import { exec } from "./exec.ts";
import { exercise } from "./exercise.ts";
import { graph } from "./graph.ts";
import { hint } from "./hint.ts";
import { save } from "./save.ts";
import { shell } from "./shell.ts";
import { status } from "./status.ts";
import { tasks } from "./tasks.ts";
import { text } from "./text.ts";
import { trace } from "./trace.ts";
import { up } from "./up.ts";
import { walk } from "./walk.ts";

/** In the order of the usage text. */
export const verbs: readonly Verb[] = [
  up,
  exercise,
  tasks,
  save,
  check,
  hint,
  down,
  status,
  exec,
  shell,
  graph,
  walk,
  answer,
  trace,
  text,
];
