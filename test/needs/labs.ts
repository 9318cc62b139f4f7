// What the labs, their texts and hints really run.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Feature } from "../../harness/doctor/features.ts";
import type { Tool } from "../../harness/doctor/tools.ts";
import { project } from "../../harness/ground/paths.ts";
import { labNames } from "../../harness/lab/names.ts";

const read = (...files: string[]): string =>
  files
    .map((file) => join(project, file))
    .map((file) => (existsSync(file) ? readFileSync(file, "utf8") : ""))
    .join("\n");

export type Lab = {
  name: string;
  number: string;
  source: string;
  commands: string[];
  /** What the text shows or names. */
  texts: string[];
  /** What the text asks to type. */
  typed: string[];
};

export const labs: Lab[] = labNames().map((name) => {
  const source = read(
    ...["", ".further", ".half"].map((kind) => `labs/${name}${kind}.ts`),
    `labs/exercises/${name}.ts`,
  );
  const text = read(`docs/en/${name}.md`, `docs/en/exercises/${name}.md`);
  const typed = [...text.matchAll(/^```console\n(.*?)^```/gms)].flatMap(([, block = ""]) =>
    [...block.matchAll(/^\$ (.*)/gm)].map(([, command]) => command!),
  );
  const mentioned = [...text.replaceAll(/^```.*?^```/gms, "").matchAll(/`([^`]+)`/g)].map(([, code]) => code!);
  const commands = [...source.matchAll(/(?:\$|commands)`([^`]*)`/g)].map(([, command]) => command!);
  // a check's last hint is the command
  const hints = [...text.matchAll(/\{#check-[^}]+\}\n+((?:[^#]|#(?! ))*)/g)].flatMap(([, section = ""]) =>
    [...(section.split(/^3\. /m)[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, code]) => code!),
  );
  return {
    name,
    number: name.slice(0, 2),
    source,
    commands,
    texts: [...typed, ...mentioned],
    typed: [...typed, ...hints.filter((hint) => /^\S+ .*[^;]$/.test(hint))],
  };
});

// what may stand before a program's name: another program that runs it, or the shell's own words
const before =
  /^(?:\w+=\S* +|ip netns exec \S+ +|bun labs\/\S+ exec \S+ -- +|(?:sudo|until|while|do|then|!|exec|nohup|env|timeout \S+|sh -c|setsid) +|[({ ]+)/;

/** The programs that a command of a shell runs, with what it runs by `sh -c`; not what it only writes or hands on. */
export function programsOf(command: string): string[] {
  const withoutDocuments = command.replaceAll(/<<'?(\w+)'?.*?^\1$/gms, "");
  const inner = [...withoutDocuments.matchAll(/\bsh -c '([^']*)'/g)].flatMap(([, script]) => programsOf(script!));
  const parts = withoutDocuments.replaceAll(/'[^']*'|"[^"]*"/g, "_").split(/\|\|?|&&?|;|\$\(|`|\n/);
  const own = parts.flatMap((part) => {
    let rest = part.trim();
    for (let found = before.exec(rest); found; found = before.exec(rest)) rest = rest.slice(found[0].length);
    return rest.match(/^[\w./-]+/)?.[0].replace(/^.*\//, "") ?? [];
  });
  return [...own, ...inner];
}

const runs = (lines: string[], program: string): boolean => lines.some((line) => programsOf(line).includes(program));

/** A column of the tables, as numbers of labs. */
export function numbersOf(column: string): string[] {
  const all = labs.map(({ number }) => number);
  if (column === "all") return all;
  return column.endsWith("-") ? all.filter((number) => `${number}-` >= column) : column.split(" ").filter(Boolean);
}

const among = (isOne: (lab: Lab) => boolean): string[] => labs.filter(isOne).map(({ number }) => number);

/** The labs whose commands run it. */
export function runnersOf({ command, versionFlag }: Tool): string[] {
  const isPlugin = !versionFlag; // it is named in a configuration
  return among((lab) => runs(lab.commands, command) || (isPlugin && lab.source.includes(`"${command}"`)));
}

/** The labs that a line of labs/tools.tsv names: which run it, or of what no lab needs whose text does. */
export const labsOfTool = (tool: Tool): string[] =>
  tool.need === "extra" ? among(({ texts }) => runs(texts, tool.command)) : runnersOf(tool);

/** What in a lab's source tells that it wants a feature of the kernel. */
export const signs: Record<string, RegExp> = {
  "network namespace": /\bnetns add\b/,
  veth: /\btype veth\b/,
  bridge: /\btype bridge\b|\bbrctl addbr\b|"bridge"/,
  nf_tables: /\biptables /, // its nf_tables kind
  iptables: /\biptables /,
  TRACE: /-j TRACE\b/,
  "packet socket": /\bwalk\(|\b(?:startCapture|whoHas|pathTo)\(/,
};

/** The labs that want a feature; undefined where nothing in them tells. */
export function labsOfFeature({ name }: Feature): string[] | undefined {
  const sign = signs[name];
  // the checks too where they capture
  const sources = (lab: Lab) => (name === "packet socket" ? lab.source + checksOf(lab) : lab.source);
  return sign && among((lab) => sign.test(sources(lab)));
}

const checksOf = ({ name }: Lab) => read(`grader/checks/${name}.ts`, `grader/halves/${name}.ts`);
