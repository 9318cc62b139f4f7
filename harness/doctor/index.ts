// `bun run doctor`: what this machine lacks, and the command that mends it.
// Imports nothing from npm: it must run before the node modules are there.

import { Mistake, mainly } from "../ground/error.ts";
import { lookAtCapabilities } from "./capabilities.ts";
import { lookAtLimits } from "./class.ts";
import { asJson, type Finding, isAnyMissing, groups as order } from "./finding.ts";
import { lookAtGroups } from "./groups.ts";
import { lookAtBun, lookAtLocale, lookAtModules, lookAtState } from "./place.ts";
import { report } from "./report.ts";
import { lookAtRightsAndKernel } from "./rights.ts";
import { lookAtRules } from "./rules.ts";
import { lookAtTools } from "./tools.ts";

/** Everything the doctor looks at, group by group. */
export async function examine(): Promise<Finding[]> {
  const [tools, rightsAndKernel] = await Promise.all([lookAtTools(), lookAtRightsAndKernel()]);
  const place = [lookAtBun(), lookAtModules(), lookAtState(), lookAtLocale()];
  const groups = await lookAtGroups();
  const findings = [
    ...tools,
    ...rightsAndKernel,
    ...lookAtRules(),
    ...lookAtCapabilities(),
    ...lookAtLimits(),
    groups,
    ...place,
  ];
  return findings.sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}

async function main(): Promise<number> {
  const args = process.argv.slice(2);
  const unknown = args.find((arg) => arg !== "--json");
  if (unknown !== undefined) throw new Mistake(`Unknown argument "${unknown}"`, "bun run doctor [--json]");
  const findings = await examine();
  console.log(args.includes("--json") ? asJson(findings) : report(findings));
  return isAnyMissing(findings) ? 1 : 0;
}

if (import.meta.main) await mainly(main);
