// labs/tools.tsv and labs/features.tsv against what the labs, their texts and hints really run.

import { expect, test } from "bun:test";
import { readFeatures } from "../../harness/doctor/features.ts";
import { readTools, type Tool } from "../../harness/doctor/tools.ts";
import { expectNone } from "../sentences.ts";
import { labs, labsOfFeature, labsOfTool, numbersOf, programsOf, runnersOf, signs } from "./labs.ts";

/** Nothing, where the column names these labs. */
const wrongColumn = (table: string, name: string, column: string, labs: string[]): string[] =>
  numbersOf(column).join() === labs.join()
    ? []
    : [
        `labs/${table} has "${column || "-"}" for ${name}, and it is "${labs.join(" ") || "-"}": bun test/needs/record.ts writes it`,
      ];

test.each(readTools().map((tool) => [tool.command, tool] as const))("which labs run %s", (command, tool: Tool) => {
  if (tool.labs === "all") return; // the harness runs it too
  expectNone(wrongColumn("tools.tsv", command, tool.labs, labsOfTool(tool)));
  if (tool.need !== "labs" && runnersOf(tool).length > 0)
    throw new Error(`labs/tools.tsv: labs run ${command}, so its need is "labs"`);
});

// of packages that every Debian has, or the shell's own; docker is for those who have it
const everywhere = new Set(
  "[ awk bash bun cat cd chmod cp cut date dirname docker done echo export false fi grep head hostname id if kill ln ls mkdir mv printf ps read readlink rm sed seq sh sleep sort stat tail tee test touch tr true umask wait wc which xargs".split(
    " ",
  ),
);

test.each(labs.map((lab) => [lab.number, lab] as const))(
  "what lab %s runs is in the table",
  (number, { commands, typed }) => {
    const known = new Set([...everywhere, ...readTools().map(({ command }) => command)]);
    const unknown = [...commands, ...typed].flatMap(programsOf).filter((program) => /^[a-z][\w-]+$/.test(program));
    expectNone(
      [...new Set(unknown.filter((program) => !known.has(program)))].map(
        (program) =>
          `Lab ${number} runs "${program}", which labs/tools.tsv does not have: it wants a line with its package`,
      ),
    );
  },
);

test.each(readFeatures().map((feature) => [feature.name, feature] as const))(
  "which labs want the kernel's %s",
  (name, feature) => {
    const tool = readTools().find(({ command }) => command === name);
    const wanting = labsOfFeature(feature) ?? (tool && numbersOf(tool.labs));
    if (feature.isNeeded || !signs[name]) {
      if (wanting) expectNone(wrongColumn("features.tsv", name, feature.labs, wanting));
    } else throw new Error(`labs/features.tsv: labs want ${name}, so its need is "labs"`);
  },
);

test("each sign is of a feature", () => {
  expect(readFeatures().map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(signs)));
});
