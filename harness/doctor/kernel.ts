// Does this kernel have what the labs want? Each feature is tried for real, in a throwaway sandbox.

import { existsSync, readFileSync } from "node:fs";
import { release } from "node:os";
import { entering, insideEnvironment } from "../world/enter.ts";
import type { World } from "../world/world.ts";
import { type Feature, readFeatures } from "./features.ts";
import type { Finding } from "./finding.ts";

/** One finding for each feature, tried in the sandbox that this process holds. */
export async function lookAtKernel(sandbox: World): Promise<Finding[]> {
  const features = readFeatures();
  const child = Bun.spawn([...entering(sandbox), "timeout", "30", "sh", "-c", script(features)], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "ignore",
    env: insideEnvironment(),
  });
  const answers = (await child.stdout.text()).split("\n");
  return [...features.map((feature, i) => judge(feature, answers[i] ?? "")), bridgeNetfilter()];
}

/** For each feature one line: its exit status, a tab, the first line of what it complained about. */
function script(features: Feature[]): string {
  return features
    .map(({ try: command }) => `out=$({ ${command}; } 2>&1 >/dev/null); echo "$?\t$(echo "$out" | head -n 1)"`)
    .join("\n");
}

function judge(feature: Feature, answer: string): Finding {
  const [status = "", complaint = ""] = answer.split("\t");
  const about = { group: "Kernel", name: feature.name } as const;
  if (status === "0") return { ...about, state: "ok", found: "works" };
  return {
    ...about,
    state: feature.isNeeded ? "missing" : "limited",
    found: status === "" ? "no answer within 30 s" : complaint || `exit status ${status}`,
    means: feature.means,
    mend: status === "127" ? "./setup" : mendFor(feature.modules),
  };
}

// A module that the kernel ships can be loaded, by root of the machine alone; one that it does not ship needs another kernel.
function mendFor(modules: string[]): string {
  const there = modules.filter(isShipped);
  if (there.length > 0) return `sudo modprobe -a ${there.join(" ")}`;
  return "vagrant up (the labs in a virtual machine, whose kernel has it)";
}

function isShipped(module: string): boolean {
  const list = `/lib/modules/${release()}/modules.dep`;
  return existsSync(list) && new RegExp(`/${module.replaceAll(/[-_]/g, "[-_]")}\\.ko`).test(readFileSync(list, "utf8"));
}

/** br_netfilter sends bridged frames through iptables' FORWARD chain; worlds switch it off, so this is for information. */
function bridgeNetfilter(): Finding {
  const setting = "/proc/sys/net/bridge/bridge-nf-call-iptables";
  const found = !existsSync(setting)
    ? "not loaded: iptables does not see bridged frames"
    : readFileSync(setting, "utf8").trim() === "0"
      ? "loaded, off"
      : "loaded, on here; off in a lab's own world";
  return { group: "Kernel", name: "br_netfilter", state: "ok", found };
}
