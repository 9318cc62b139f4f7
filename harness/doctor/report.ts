// The doctor's findings for a person, in 80 columns.

import { inWords } from "../ground/phrases.ts";
import { spoken } from "../ground/spoken.ts";
import { bold, columns, dim, green, red, yellow } from "../text/style.ts";
import { wrap } from "../text/wrap.ts";
import { type Finding, groups, isAnyMissing } from "./finding.ts";

const paint = { ok: green, missing: red, limited: yellow };
const nameWidth = 18;
const indent = " ".repeat("  missing ".length);

/** Findings are in English, for programs too; docs/zh/doctor.tsv has them in Chinese. */
const say = (text: string): string => inWords(text, spoken(), "doctor");
/** A terminal shows a Chinese sign in the room of two others. */
const padded = (text: string, width: number): string => text + " ".repeat(Math.max(width - Bun.stringWidth(text), 0));

/** Every finding under its group, then what to do. Commands are never broken over lines: they can be copied. */
export function report(findings: readonly Finding[]): string {
  const sections = groups
    .map((group) => findings.filter((finding) => finding.group === group))
    .filter((section) => section.length > 0)
    .map((section) => [bold(say(section[0]!.group)), ...section.map(entry)].join("\n"));
  return [...sections, closing(findings)].join("\n\n");
}

function entry({ group, name, state, found, means, mend }: Finding): string {
  const called = group === "Tools" ? name : say(name); // a tool is a command
  const head = `  ${paint[state](padded(say(state), "missing".length))} ${padded(called, nameWidth)} `;
  const text = wrap(`${head}${state === "ok" ? dim(say(found)) : say(found)}`, columns(), indent);
  const more = means ? [wrap(`${indent}${say(`for ${means}`)}`, columns(), indent)] : [];
  return [text, ...more, ...(mend ? [`${indent}→ ${say(mend)}`] : [])].join("\n");
}

function closing(findings: readonly Finding[]): string {
  const count = (state: Finding["state"]) => findings.filter((finding) => finding.state === state).length;
  const limited = count("limited");
  const rest = limited > 0 ? `; ${limited} limited` : "";
  if (isAnyMissing(findings)) return say(`${count("missing")} missing${rest}: run what stands after the arrows`);
  return say(`Everything that the labs need is here${rest}`);
}
