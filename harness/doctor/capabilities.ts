// Capabilities that this place withholds from everybody in it, root too: the bounding set, capabilities(7).

import { textOf } from "../ground/files.ts";
import { isRoot } from "../ground/unprivileged.ts";
import type { Finding } from "./finding.ts";

// linux/capability.h
const wanted = [
  { name: "CAP_NET_RAW", bit: 13n, means: "grading, walks and traces by root: they listen to packets" },
  { name: "CAP_SYS_PTRACE", bit: 19n, means: "grading by root: it looks at a lab's namespaces from outside" },
];

/** One finding for each that root lacks; an ordinary user has them all in a sandbox of their own. */
export function lookAtCapabilities(status = textOf("/proc/self/status") ?? "", asRoot = isRoot()): Finding[] {
  const mask = /^CapBnd:\s*([0-9a-f]+)/m.exec(status)?.[1];
  if (mask === undefined || !asRoot) return [];
  return wanted
    .filter(({ bit }) => !((BigInt(`0x${mask}`) >> bit) & 1n))
    .map(({ name, means }) => ({
      ...{ group: "Rights", name, state: "missing", found: "withheld here, from root too" },
      ...{ means, mend: `docs/machines.md, row “container”: --cap-add ${name.replace("CAP_", "")}` },
    }));
}
