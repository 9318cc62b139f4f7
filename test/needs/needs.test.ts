// labs/tools.tsv and labs/features.tsv against what the labs, their texts and hints really run.

import { describe, expect, test } from "bun:test";
import { readFeatures } from "../../harness/doctor/features.ts";
import { readTools } from "../../harness/doctor/tools.ts";
import { expectNone } from "../sentences.ts";
import { type Lab, labs, labsOfFeature, labsOfTool, numbersOf, programsOf, runnersOf, signs } from "./labs.ts";

/** What the tables say of one lab otherwise than it is. */
function wrongOf({ number }: Lab): string[] {
  const wrong = (table: string, name: string, column: string, wanting: string[], what: string) => {
    const [isNamed, isSo] = [numbersOf(column), wanting].map((numbers) => numbers.includes(number));
    if (isNamed === isSo) return [];
    const said = isSo
      ? `${what} ${name}, and labs/${table} does not say so`
      : `does not, and labs/${table} says that it ${what} ${name}`;
    return [`Lab ${number} ${said}: bun test/needs/record.ts writes it`];
  };
  const tools = readTools().filter(({ labs }) => labs !== "all"); // the harness runs the others too
  return [
    ...tools.flatMap((tool) => wrong("tools.tsv", tool.command, tool.labs, labsOfTool(tool), "runs")),
    ...readFeatures().flatMap((feature) => {
      const tool = readTools().find(({ command }) => command === feature.name);
      const wanting = labsOfFeature(feature) ?? (tool && numbersOf(tool.labs));
      return wanting ? wrong("features.tsv", feature.name, feature.labs, wanting, "wants") : [];
    }),
  ];
}

// of packages that every Debian has, or the shell's own; docker is for those who have it
const everywhere = new Set(
  "[ awk bash bun cat cd chmod cp cut date dirname docker done echo export false fi grep head hostname id if kill ln ls mkdir mv printf ps read readlink rm sed seq sh sleep sort stat tail tee test touch tr true umask wait wc which xargs".split(
    " ",
  ),
);

for (const lab of labs)
  describe(lab.name, () => {
    test("the tables say what it runs and wants", () => expectNone(wrongOf(lab)));

    test("what it runs is in the table", () => {
      const known = new Set([...everywhere, ...readTools().map(({ command }) => command)]);
      const run = [...lab.commands, ...lab.typed]
        .flatMap(programsOf)
        .filter((program) => /^[a-z][\w-]+$/.test(program));
      expectNone(
        [...new Set(run.filter((program) => !known.has(program)))].map(
          (program) =>
            `Lab ${lab.number} runs "${program}", which labs/tools.tsv does not have: add a line with its package`,
        ),
      );
    });
  });

test("the tables name no lab that is not there", () => {
  const columns = [...readTools(), ...readFeatures()].flatMap((line) =>
    line.labs === "all" ? [] : numbersOf(line.labs),
  );
  expect(columns.filter((number) => !labs.some((lab) => lab.number === number))).toEqual([]);
});

test("what a lab's own commands run is needed, and so is a feature that they want", () => {
  const tools = readTools().filter((tool) => tool.need !== "labs" && runnersOf(tool).length > 0);
  const features = readFeatures().filter(({ name, isNeeded }) => signs[name] && !isNeeded);
  expect([...tools.map(({ command }) => command), ...features.map(({ name }) => name)]).toEqual([]);
});

test("each sign is of a feature", () => {
  expect(readFeatures().map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(signs)));
});
