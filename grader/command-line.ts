import { Mistake } from "../harness/error.ts";
import { type Half, halfOf } from "../harness/lab/half.ts";
import { readOptions } from "../harness/options.ts";
import { type Language, languageOf } from "../harness/text/language.ts";

const options = {
  reference: { type: "boolean" },
  watch: { type: "boolean" },
  hint: { type: "boolean" },
  machine: { type: "boolean" },
  engine: { type: "string" },
  "yes-this-machine": { type: "boolean" },
  as: { type: "string" },
  peer: { type: "string" },
  script: { type: "string" },
  reporter: { type: "string" },
  output: { type: "string" },
  timeout: { type: "string" },
  lang: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

export type Call = {
  labs: string[];
  isReference: boolean;
  /** Grade again at every change. */
  isWatching: boolean;
  /** Instead of a report, the next hint. */
  wantsHint: boolean;
  /** What is on the machine's own network stack, whoever built it there. */
  onMachine: boolean;
  /** There: one machine's half of a lab that takes two. */
  half?: Half;
  /** The reference with Docker's own containers. */
  isDocker: boolean;
  /** Build the reference there although it is no virtual machine. */
  isMachineAllowed: boolean;
  /** A submission to run in a throwaway world. */
  script?: string;
  reporter: string;
  output?: string;
  /** Seconds that one check process may take. */
  timeout: number;
  language: Language;
  wantsHelp: boolean;
};

/** The grader's command line; a `Mistake` for what it does not know. */
export function readCommandLine(line: string[]): Call {
  const { values, positionals } = readOptions({ args: line, options, allowPositionals: true }, "bun grader --help");
  const half = halfOf(values);
  const timeout = Number(values.timeout ?? 30);
  if (!(timeout > 0))
    throw new Mistake(`Unknown time "${values.timeout}": --timeout takes seconds`, "bun grader --help");
  return {
    labs: positionals,
    isReference: values.reference ?? false,
    isWatching: values.watch ?? false,
    wantsHint: values.hint ?? false,
    ...(half ? { half } : {}),
    onMachine: values.machine || values.engine === "docker",
    isDocker: values.engine === "docker",
    isMachineAllowed: values["yes-this-machine"] ?? false,
    ...(values.script === undefined ? {} : { script: values.script }),
    reporter: values.reporter ?? "text",
    ...(values.output === undefined ? {} : { output: values.output }),
    timeout,
    language: languageOf(values.lang),
    wantsHelp: values.help ?? false,
  };
}

export const usage = `bun grader                   grade every lab that is up
bun grader 03 [04 …]         grade these
bun grader 03 --watch        the same, again at every change in the kernel
bun grader 03 --hint         the next hint for what is still wrong
bun grader 03 --script FILE  throwaway world, starting point, run FILE on the host, grade, remove
bun grader --reference [03]  every lab (or these): throwaway world, build, grade, remove
bun grader 03 --machine      what stands on this machine's own network stack, built by a lab or by hand, Docker's containers too
    --as host1 --peer ADDRESS        of a lab for two machines this one's half
bun grader --reference --engine docker    the labs with real Docker, one after the other, on this machine
    --reporter NAME   --output FILE   --timeout SECONDS   --lang en|zh
reporters: text tap json html csv junit ctrf github gradescope prairielearn classroom50
exit status: 0 all passed · 1 a check did not pass · 2 could not grade
`;
