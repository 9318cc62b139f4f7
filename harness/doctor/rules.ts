// Rules in both of the places where a packet meets them: nf_tables, and iptables' own tables before it. Each tool lists one of them.

import { reasonOf } from "../ground/error.ts";
import { isRoot } from "../ground/unprivileged.ts";
import { iptablesSave, nftRuleset } from "../kernel/netfilter.ts";
import { openNetns } from "../kernel/netns.ts";
import type { Finding } from "./finding.ts";

/** Of this network namespace; nothing for an ordinary user, who may list none, and whose labs have tables of their own. */
export function lookAtRules(): Finding[] {
  if (!isRoot()) return [];
  const about = { group: "Kernel", name: "rules of iptables" } as const;
  const netns = openNetns("/proc/self/ns/net");
  try {
    const legacy = iptablesSave(netns).chains.filter(({ backend }) => backend === "legacy");
    const old = legacy.flatMap(({ rules }) => rules).length + legacy.filter(({ policy }) => policy === "DROP").length;
    const now = nftRuleset(netns).nftables.filter(({ rule }) => rule).length;
    if (!old || !now)
      return [{ ...about, state: "ok", found: old ? "legacy alone" : now ? "nf_tables alone" : "none" }];
    return [
      {
        ...{ ...about, state: "limited", found: `mixed: ${old} legacy, ${now} of nf_tables` },
        means:
          "labs with --machine or Docker: a packet meets both, and iptables-save and nft each show their own alone",
        mend: "sudo iptables-legacy-save; sudo nft list ruleset (keep what is in use, in one of them)",
      },
    ];
  } catch (error) {
    return [
      {
        ...about,
        state: "limited",
        found: reasonOf(error),
        means: "labs with --machine",
        mend: "sudo nft list ruleset",
      },
    ];
  } finally {
    netns.close();
  }
}
