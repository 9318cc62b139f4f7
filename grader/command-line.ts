import { Mistake } from "../harness/ground/error.ts";
import { type Half, halfOf } from "../harness/ground/half.ts";
import { readOptions } from "../harness/ground/options.ts";
import { studentId } from "../harness/student/id.ts";
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
  out: { type: "string" },
  jobs: { type: "string" },
  shard: { type: "string" },
  due: { type: "string" },
  individual: { type: "boolean" },
  student: { type: "string" },
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
  /** The folder that a class's grades go to. */
  out?: string;
  /** How many submissions are graded at a time. */
  jobs: number;
  /** The part of the class to grade, from 1, and how many parts there are. */
  shard: { part: number; of: number };
  /** A submission written after it is late. */
  due?: Date;
  /** The students of a class have values of their own: each folder's name is the student's id. */
  isIndividual: boolean;
  /** Whose values to grade for; without it, those that the exercise was begun with. */
  student?: string;
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
  if (values.reference && values.student !== undefined)
    throw new Mistake("The reference has the notes' values: it takes no --student", "bun grader --help");
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
    ...(values.out === undefined ? {} : { out: values.out }),
    jobs: jobsOf(values.jobs),
    shard: shardOf(values.shard),
    ...(values.due === undefined ? {} : { due: dateOf(values.due) }),
    isIndividual: values.individual ?? false,
    ...(values.student === undefined ? {} : { student: studentId(values.student) }),
    reporter: values.reporter ?? "text",
    ...(values.output === undefined ? {} : { output: values.output }),
    timeout,
    language: languageOf(values.lang),
    wantsHelp: values.help ?? false,
  };
}

function jobsOf(word = String(navigator.hardwareConcurrency)): number {
  const jobs = Number(word);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new Mistake(`Unknown number "${word}": --jobs takes how many at a time`, "bun grader --help");
  return jobs;
}

function shardOf(word = "1/1"): Call["shard"] {
  const [part = 0, of = 0] = word.split("/").map(Number);
  if (!/^\d+\/\d+$/.test(word) || part < 1 || part > of)
    throw new Mistake(`Unknown part "${word}": --shard takes I/N, from 1/N to N/N`, "bun grader --help");
  return { part, of };
}

function dateOf(word: string): Date {
  const date = new Date(word);
  if (Number.isNaN(date.getTime()))
    throw new Mistake(`Unknown time "${word}": --due takes 2026-11-30T23:59`, "bun grader --help");
  return date;
}

export const usage = `bun grader                   grade every lab that is up
bun grader 03 [04 …]         grade these
bun grader 03 --watch        the same, again at every change in the kernel
bun grader 03 --hint         the next hint for what is still wrong
bun grader 03 --script FILE  throwaway world, starting point, run FILE on the host, grade, remove
bun grader DIR --out DIR     a class: one folder of scripts per student (bun grader merge OUT … --out DIR)
    --jobs N   --due TIME   --shard I/N   --individual (each folder's name is the --student ID)
bun grader --reference [03]  every lab (or these): throwaway world, build, grade, remove
    --student ID             with this student's values; otherwise those the exercise was begun with
bun grader 03 --machine      what stands on this machine's own network stack, built by a lab or by hand, Docker's containers too
    --as host1 --peer ADDRESS        of a lab for two machines this one's half
bun grader --reference --engine docker    the labs with real Docker, one after the other, on this machine
    --reporter NAME   --output FILE   --timeout SECONDS   --lang en|zh
reporters: text tap json html csv junit ctrf github gradescope prairielearn classroom50
exit status: 0 all passed · 1 a check did not pass · 2 could not grade
`;
