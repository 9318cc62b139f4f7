// bun test/needs/record.ts: writes into labs/tools.tsv and labs/features.tsv which labs want what. Run it when a lab's commands
// are other ones. What a command is for, and the package that has it, is written by hand.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readFeatures } from "../../harness/doctor/features.ts";
import { readTools } from "../../harness/doctor/tools.ts";
import { project } from "../../harness/ground/paths.ts";
import { labsOfFeature, labsOfTool, numbersOf } from "./labs.ts";

/** Writes the column of labs where it names others than `wanted` does, by the name in a line's first column. */
function record(table: string, column: number, wanted: Map<string, string[] | undefined>): void {
  const file = join(project, "labs", table);
  const lines = readFileSync(file, "utf8").split("\n");
  const written = lines.map((line) => {
    const parts = line.split("\t");
    const labs = line.startsWith("#") ? undefined : wanted.get(parts[0]!);
    if (!labs || numbersOf(parts[column]!.replace(/^-$/, "")).join() === labs.join()) return line;
    return parts.with(column, labs.join(" ") || "-").join("\t");
  });
  writeFileSync(file, written.join("\n"));
}

const tools = readTools().filter(({ labs }) => labs !== "all");
record("tools.tsv", 4, new Map(tools.map((tool) => [tool.command, labsOfTool(tool)])));
const ofTools = new Map(readTools().map(({ command, labs }) => [command, numbersOf(labs)]));
record(
  "features.tsv",
  2,
  new Map(readFeatures().map((feature) => [feature.name, labsOfFeature(feature) ?? ofTools.get(feature.name)])),
);
