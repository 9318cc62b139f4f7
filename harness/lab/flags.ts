import { halfOf } from "../ground/half.ts";
import { readOptions } from "../ground/options.ts";

const options = {
  quiet: { type: "boolean" },
  lang: { type: "string" },
  step: { type: "boolean" },
  json: { type: "boolean" },
  format: { type: "string" },
  watch: { type: "boolean" },
  student: { type: "string" },
  machine: { type: "boolean" },
  engine: { type: "string" },
  "yes-this-machine": { type: "boolean" },
  as: { type: "string" },
  peer: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

export type Flags = {
  quiet?: boolean;
  lang?: string;
  step?: boolean;
  json?: boolean;
  format?: string;
  watch?: boolean;
  student?: string;
  /** On the machine's own network stack, not in a sandbox. */
  machine?: boolean;
  /** "docker": with Docker's own containers, on the machine. */
  engine?: string;
  /** Build there although it is no virtual machine. */
  "yes-this-machine"?: boolean;
  /** One machine's half of a lab: see `Half`. */
  as?: string;
  peer?: string;
  help?: boolean;
};

/** A lab's command line, cut into words and flags. What follows `--` are words, whatever they look like. */
export function readCommandLine(lab: string, line: string[]): { words: string[]; flags: Flags; command?: string[] } {
  const cut = line.indexOf("--");
  const own = cut < 0 ? line : line.slice(0, cut);
  const parsed = readOptions({ args: own, options, allowPositionals: true }, `bun labs/${lab}.ts --help`);
  const flags: Flags = parsed.values;
  if (flags.engine === "docker") flags.machine = true;
  halfOf(flags); // said at once, whatever the verb
  return { words: parsed.positionals, flags, ...(cut < 0 ? {} : { command: line.slice(cut + 1) }) };
}

/** The flags again as words, for the script inside the world. */
export const asWords = (flags: Flags): string[] =>
  Object.entries(flags).flatMap(([name, value]) => (value === true ? [`--${name}`] : [`--${name}`, String(value)]));
