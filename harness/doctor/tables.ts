// Which labs want what of a machine stands beside the labs, in plain tables: ./setup reads them too, before Bun is there.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../ground/paths.ts";

/** The lines of a table, each cut into its columns; "-" is an empty one. */
export const readTable = (name: string): string[][] =>
  readFileSync(join(project, "labs", name), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split("\t").map((column) => (column === "-" ? "" : column)));

const list = new Intl.ListFormat("en-GB");

/** What something means for which labs: "labs 02 and 08: the web server". `labs`: "all", "03-" (and all after it), "02 08". */
export function means(labs: string, use: string): string {
  if (!labs) return use;
  if (labs === "all") return `every lab: ${use}`;
  if (labs.endsWith("-")) return `every lab from ${labs.slice(0, -1)} on: ${use}`;
  const numbers = labs.split(" ");
  return `${numbers.length > 1 ? "labs" : "lab"} ${list.format(numbers)}: ${use}`;
}
