// A scope of systemd for this process, in which its user may make control groups: the user's own systemd makes it, where there is one.

import { existsSync } from "node:fs";
import { toolPath } from "../ground/paths.ts";

const patience = 1000; // ms that systemd may take

/** Asks for it, and waits until this process `isIn` it; without a systemd of the user that answers, nothing changes. */
export function ownScope(isIn: (unit: string) => boolean): void {
  const runtime = process.env.XDG_RUNTIME_DIR;
  const unit = `container-network-labs-${process.pid}.scope`;
  if (isIn(unit) || !runtime || !existsSync(`${runtime}/systemd/private`)) return;
  const [service, object] = ["org.freedesktop.systemd1", "/org/freedesktop/systemd1"];
  const call = ["call", service, object, `${service}.Manager`, "StartTransientUnit", "ssa(sv)a(sa(sv))"];
  // org.freedesktop.systemd1(5): name, mode, properties, other units
  const scope = [unit, "fail", "2", "PIDs", "au", "1", String(process.pid), "Delegate", "b", "true", "0"];
  try {
    const environment = { PATH: toolPath, XDG_RUNTIME_DIR: runtime };
    Bun.spawnSync(["busctl", "--user", ...call, ...scope], { env: environment, timeout: patience });
  } catch {
    return; // no busctl: no systemd
  }
  for (const begin = performance.now(); !isIn(unit) && performance.now() - begin < patience; ) Bun.sleepSync(5);
}
