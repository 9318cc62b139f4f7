// labs/tools.tsv and labs/features.tsv against what the labs, their texts and hints really run.

import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { labNames } from "../grader/grading/catalogue.ts";
import { readFeatures } from "../harness/doctor/features.ts";
import { readTools, type Tool } from "../harness/doctor/tools.ts";

const root = join(import.meta.dir, "..");
const read = (...files: string[]): string =>
  files
    .map((file) => join(root, file))
    .map((file) => (existsSync(file) ? readFileSync(file, "utf8") : ""))
    .join("\n");

type Lab = { name: string; number: string; source: string; commands: string[]; texts: string[]; typed: string[] };

const labs: Lab[] = labNames().map((name) => {
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
function programsOf(command: string): string[] {
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
function numbersOf(column: string): string[] {
  const all = labs.map(({ number }) => number);
  if (column === "all") return all;
  return column.endsWith("-") ? all.filter((number) => `${number}-` >= column) : column.split(" ").filter(Boolean);
}

const among = (isOne: (lab: Lab) => boolean): string[] => labs.filter(isOne).map(({ number }) => number);

test.each(readTools().map((tool) => [tool.command, tool] as const))("which labs run %s", (command, tool: Tool) => {
  const isPlugin = !tool.versionFlag; // it is named in a configuration
  const run = among((lab) => runs(lab.commands, command) || (isPlugin && lab.source.includes(`"${command}"`)));
  if (tool.labs === "all") return; // the harness runs it too
  if (tool.need === "labs") expect(numbersOf(tool.labs)).toEqual(run);
  else expect(run).toEqual([]);
  if (tool.need === "extra") expect(numbersOf(tool.labs)).toEqual(among(({ texts }) => runs(texts, command)));
});

// of packages that every Debian has, or the shell's own; docker is for those who have it
const everywhere = new Set(
  "[ awk bash bun cat cd chmod cp cut date dirname docker done echo export false fi grep head hostname id if kill ln ls mkdir mv printf ps read readlink rm sed seq sh sleep sort stat tail tee test touch tr true umask wait wc which xargs".split(
    " ",
  ),
);

test.each(labs.map((lab) => [lab.number, lab] as const))(
  "what lab %s runs is in the table",
  (_, { commands, typed }) => {
    const known = new Set([...everywhere, ...readTools().map(({ command }) => command)]);
    const unknown = [...commands, ...typed].flatMap(programsOf).filter((program) => /^[a-z][\w-]+$/.test(program));
    expect([...new Set(unknown.filter((program) => !known.has(program)))]).toEqual([]);
  },
);

const signs: Record<string, RegExp> = {
  "network namespace": /\bnetns add\b/,
  veth: /\btype veth\b/,
  bridge: /\btype bridge\b|\bbrctl addbr\b|"bridge"/,
  nf_tables: /\biptables /, // its nf_tables kind
  iptables: /\biptables /,
  TRACE: /-j TRACE\b/,
  "packet socket": /\bwalk\(|\b(?:startCapture|whoHas|pathTo)\(/,
};

test.each(readFeatures().map((feature) => [feature.name, feature] as const))(
  "which labs want the kernel's %s",
  (name, { isNeeded, labs: column }) => {
    const sign = signs[name];
    const tool = readTools().find(({ command }) => command === name);
    if (!sign && tool) return expect(numbersOf(column)).toEqual(numbersOf(tool.labs));
    if (!isNeeded) return expect(sign).toBeUndefined();
    // the checks too where they capture
    const sources = (lab: Lab) => (name === "packet socket" ? lab.source + checksOf(lab) : lab.source);
    expect(numbersOf(column)).toEqual(among((lab) => sign!.test(sources(lab))));
  },
);

const checksOf = ({ name }: Lab) => read(`grader/checks/${name}.ts`, `grader/halves/${name}.ts`);

test("each sign is of a feature", () => {
  expect(readFeatures().map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(signs)));
});
