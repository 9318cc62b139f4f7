// May this user make a sandbox here? It is tried; what stands in the way is named.

import { Mistake } from "../ground/error.ts";
import { lookAtMachine, type Machine } from "../ground/machine.ts";
import { insideProject } from "../ground/paths.ts";
import { end } from "../ground/process.ts";
import { isRoot } from "../ground/unprivileged.ts";
import { type Sandbox, startSandbox } from "../sandbox/sandbox.ts";
import { whyNoSandbox } from "../sandbox/why-no-sandbox.ts";
import { entering, insideEnvironment } from "../world/enter.ts";
import type { Finding } from "./finding.ts";
import { lookAtKernel } from "./kernel.ts";

/** Starts a sandbox as a lab does, tries the kernel's features in it, and ends it. */
export async function lookAtRightsAndKernel(): Promise<Finding[]> {
  const machine = lookAtMachine();
  const started = performance.now();
  let sandbox: Sandbox;
  try {
    sandbox = await startSandbox();
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return [noSandbox(error), ...machineFindings(machine, false), kernelUntried];
  }
  const milliseconds = Math.round(performance.now() - started);
  const who = isRoot() ? "handed to an unprivileged user" : "as this user";
  try {
    const found = [about("sandbox", "ok", `started in ${milliseconds} ms, ${who}`), ...machineFindings(machine, true)];
    const project = await lookAtProject(sandbox);
    return [...found, project, ...(await lookAtKernel(sandbox))];
  } finally {
    await end(sandbox.anchor);
  }
}

const about = (name: string, state: Finding["state"], found: string): Finding => ({
  group: "Rights",
  name,
  state,
  found,
});

function noSandbox({ message, next: mend = "bun run doctor" }: Mistake): Finding {
  const what = message.replace(/^Cannot start a sandbox: /, "");
  const means = "every lab, except with --machine (root, in a virtual machine of its own)";
  return { ...about("sandbox", "missing", what), means, mend };
}

// Root's sandbox belongs to another user: a checkout made under umask 077 is closed to it.
async function lookAtProject(sandbox: Sandbox): Promise<Finding> {
  const find = ["find", insideProject, "-name", ".git", "-prune", "-o", "!", "-readable", "-print", "-quit"];
  const child = Bun.spawn([...entering(sandbox), ...find], {
    stdout: "pipe",
    stderr: "pipe",
    env: insideEnvironment(),
  });
  const [unreadable, complaint] = await Promise.all([child.stdout.text(), child.stderr.text()]);
  if (/^nsenter:/.test(complaint)) {
    const { what, mend } = whyNoSandbox(complaint);
    return { ...about("entering", "missing", what), means: "every lab", mend };
  }
  if (unreadable + complaint === "") return about("project", "ok", "readable in the sandbox");
  const path = unreadable.trim().replace(insideProject, ".");
  return {
    ...about("project", "missing", `closed to others: ${path || "."}`),
    means: "every lab started by root: its sandbox runs as another user",
    mend: "chmod -R a+rX .",
  };
}

const kernelUntried: Finding = {
  group: "Kernel",
  name: "features",
  state: "limited",
  found: "not tried: that takes a sandbox",
};

function machineFindings(machine: Machine, isSandboxWorking: boolean): Finding[] {
  const verdict = isSandboxWorking ? "; the sandbox works all the same" : "";
  const userNamespaces =
    machine.maxUserNamespaces === undefined ? "none in this kernel" : `at most ${machine.maxUserNamespaces}`;
  const isOff = !machine.maxUserNamespaces;
  const findings = [about("user namespaces", isOff ? "missing" : "ok", userNamespaces)];
  if (machine.unprivilegedUserNamespaces === false) {
    findings.push(about("unprivileged use", isSandboxWorking ? "ok" : "missing", `for root only${verdict}`));
  }
  if (machine.appArmorRestricts) {
    findings.push(about("AppArmor", isSandboxWorking ? "ok" : "missing", `restricts user namespaces${verdict}`));
  }
  if (machine.container) findings.push(about("container", "ok", `${machine.container}${verdict}`));
  if (machine.wsl) {
    const found = machine.wsl === 2 ? "WSL 2: its kernel decides what works" : "WSL 1 has no Linux kernel";
    findings.push(about("WSL", machine.wsl === 2 ? "ok" : "missing", found));
  }
  return findings;
}
