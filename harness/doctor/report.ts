// The doctor's findings for a person, in 80 columns.

import { bold, columns, dim, green, red, yellow } from "../text/style.ts";
import { wrap } from "../text/wrap.ts";
import { type Finding, groups, isAnyMissing } from "./finding.ts";

const mark = { ok: green("ok     "), missing: red("missing"), limited: yellow("limited") };
const nameWidth = 18;
const indent = " ".repeat("  missing ".length);

/** Every finding under its group, then what to do. Commands are never broken over lines: they can be copied. */
export function report(findings: readonly Finding[]): string {
  const sections = groups
    .map((group) => findings.filter((finding) => finding.group === group))
    .filter((section) => section.length > 0)
    .map((section) => [bold(section[0]!.group), ...section.map(entry)].join("\n"));
  return [...sections, closing(findings)].join("\n\n");
}

function entry({ name, state, found, means, mend }: Finding): string {
  const head = `  ${mark[state]} ${name.padEnd(nameWidth)} `;
  const text = wrap(`${head}${state === "ok" ? dim(found) : found}`, columns(), indent);
  const more = means ? [wrap(`${indent}for ${means}`, columns(), indent)] : [];
  return [text, ...more, ...(mend ? [`${indent}→ ${mend}`] : [])].join("\n");
}

function closing(findings: readonly Finding[]): string {
  const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
  const limited = count("limited");
  const rest = limited > 0 ? `; ${limited} limited` : "";
  if (isAnyMissing(findings)) return `${count("missing")} missing${rest}: run what stands after the arrows`;
  return `Everything that the labs need is here${rest}`;
}
