import { Mistake } from "../ground/error.ts";
import { requireNode, runOn } from "../world/enter.ts";
import { answer } from "./answer.ts";
import { down } from "./down.ts";
import { type Flags, readCommandLine } from "./flags.ts";
import { quote } from "./quote.ts";
import { requireUp, status } from "./status.ts";
import { walk, walkForm } from "./walk.ts";

type Call = { lab: string; words: string[]; flags: Flags; command?: string[] };
type Verb = {
  form: string;
  what: string;
  most: number;
  /** It starts a world to build in. */
  builds?: boolean;
  run: (call: Call) => Promise<number>;
};

const verbs: Record<string, Verb> = {
  up: {
    form: "[up] [--quiet] [--step] [--lang en|zh]",
    what: "build the scenario; an earlier one is replaced; it stays up",
    most: 0,
    builds: true,
    run: async ({ lab, flags }) => (await import("./up.ts")).up(lab, flags),
  },
  exercise: {
    form: "exercise [--student ID] [--lang en|zh]",
    what: "only the starting point, and the tasks; an earlier one is replaced; --student: with values of your own",
    most: 0,
    builds: true,
    run: async ({ lab, flags }) => (await import("./exercise.ts")).exercise(lab, flags),
  },
  save: {
    form: "save [FILE] [--lang en|zh]",
    what: "what was typed in the lab's shells, as a script: a submission",
    most: 1,
    run: async ({ lab, words, flags }) => (await import("./save.ts")).save(lab, flags, words[0]),
  },
  check: {
    form: "check [--watch] [--lang en|zh]",
    what: "what is right so far, as bun grader says it; --watch: again at every change",
    most: 0,
    run: async ({ lab, flags }) => (await import("./grading.ts")).check(lab, flags),
  },
  hint: {
    form: "hint [--lang en|zh]",
    what: "the next hint for what is still wrong",
    most: 0,
    run: async ({ lab, flags }) => (await import("./grading.ts")).hint(lab, flags),
  },
  down: { form: "down", what: "remove it", most: 0, run: ({ lab, flags }) => down(lab, flags) },
  status: { form: "status [--json]", what: "is it up?", most: 0, run: async ({ lab, flags }) => status(lab, flags) },
  exec: {
    form: "exec NODE -- CMD…",
    what: "run a command on a node (host, docker1, …)",
    most: 1,
    run: exec,
  },
  shell: {
    form: "shell [NODE]",
    what: "a shell on a node, the host if none is named",
    most: 1,
    run: async ({ lab, words, flags }) => (await import("./terminal.ts")).shell(lab, flags, words[0]),
  },
  graph: {
    form: "graph",
    what: "draw what is in the kernel now",
    most: 0,
    run: async ({ lab, flags }) => (await import("./graph.ts")).graph(lab, flags),
  },
  walk: {
    form: walkForm,
    what: "one ping, every frame at every interface; DST is a node or an address",
    most: 2,
    run: async ({ lab, words, flags }) => walk(lab, words, flags),
  },
  answer: {
    form: "answer [NODE LINK]",
    what: "say which node a link of the host belongs to; without words: the answers so far",
    most: 2,
    run: ({ lab, words, flags }) => answer(lab, words, flags),
  },
  trace: {
    form: "trace SRC DST",
    what: "one ping's way through the tables and chains of every node that traces it",
    most: 2,
    run: async ({ lab, words, flags }) => (await import("./trace.ts")).trace(lab, words, flags),
  },
};

/** Carries out one call of a lab script; gives the exit status. `needs` throws where the machine lacks what the lab builds with. */
export async function carryOut(lab: string, line: string[], needs?: () => unknown): Promise<number> {
  const { words, flags, command } = readCommandLine(lab, line);
  if (flags.help) {
    process.stdout.write(usage(lab));
    return 0;
  }
  const [name = "up", ...rest] = words;
  const verb = verbs[name];
  if (!verb || !Object.hasOwn(verbs, name))
    throw new Mistake(
      `Unknown verb "${name}"; the verbs are: ${Object.keys(verbs).join(", ")}`,
      `bun labs/${lab}.ts --help`,
    );
  if (rest.length > verb.most)
    throw new Mistake(`Too many words: "${rest[verb.most]}"`, `bun labs/${lab}.ts ${verb.form}`);
  if (flags.student !== undefined && name !== "exercise")
    throw new Mistake(
      `Cannot take --student with "${name}": an exercise is begun with it, and remembers it`,
      `bun labs/${lab}.ts exercise --student ID`,
    );
  if (verb.builds) needs?.();
  return verb.run({ lab, words: rest, flags, ...(command ? { command } : {}) });
}

const usage = (lab: string): string =>
  Object.values(verbs)
    .map(({ form, what }) => `bun labs/${lab}.ts ${form}\n    ${what}\n`)
    .join("") + onMachine;

const onMachine = `--machine, with any of these
    on the machine's own network stack, not in a sandbox: in a virtual machine, as root
--machine --as host1 --peer ADDRESS, with up and exercise
    of a lab for two machines this one's half; ADDRESS is the other machine's
--engine docker, with up and exercise
    on the machine with Docker's own containers
`;

async function exec({ lab, words: [node], flags, command }: Call): Promise<number> {
  const form = `bun labs/${lab}.ts exec NODE -- CMD…`;
  if (!node) throw new Mistake("Cannot run a command without a node", form);
  if (!command?.length) throw new Mistake("Cannot run nothing: put the command after --", form);
  const world = requireUp(lab, flags);
  requireNode(world, node, (known) => `bun labs/${lab}.ts exec ${known} -- ${command.map(quote).join(" ")}`);
  return runOn(world, node, command);
}
