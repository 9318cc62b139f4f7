// Is this a virtual machine of its own? Asked of systemd, else of the kernel's own signs.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lookAtMachine } from "../ground/machine.ts";
import { toolPath } from "../ground/paths.ts";

export type Kind = { kind: "virtual machine" | "container" | "physical machine"; sign: string };

/** What this machine is, and what says so. `root`: another file system tree to look at, for tests. */
export function kindOfMachine(root = "/", path = toolPath): Kind {
  const detect = Bun.which("systemd-detect-virt", { PATH: path });
  return detect ? askSystemd(detect) : lookAtSigns(root);
}

/** systemd-detect-virt(1): "none" and status 1 where it is neither. A container on a virtual machine is a container. */
function askSystemd(detect: string): Kind {
  const ask = (option: string) => {
    const child = Bun.spawnSync([detect, option], { env: { PATH: toolPath } });
    return child.success ? child.stdout.toString().trim() : undefined;
  };
  const container = ask("--container");
  if (container) return { kind: "container", sign: container };
  const vm = ask("--vm");
  return vm ? { kind: "virtual machine", sign: vm } : { kind: "physical machine", sign: "systemd-detect-virt: none" };
}

const vendors = /QEMU|KVM|VMware|VirtualBox|innotek|Parallels|Xen|Bochs|BHYVE|Apple Virtualization|Virtual Machine/i;

function lookAtSigns(root: string): Kind {
  const { container } = lookAtMachine(root);
  if (container) return { kind: "container", sign: container };
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : "");
  const dmi = ["sys_vendor", "product_name"].map((name) => read(`sys/class/dmi/id/${name}`).trim()).join(" ");
  if (vendors.test(dmi)) return { kind: "virtual machine", sign: dmi };
  // x86: the processor says that a hypervisor is there; arm64: the device tree
  if (/^flags\s*:.*\bhypervisor\b/m.test(read("proc/cpuinfo")))
    return { kind: "virtual machine", sign: "hypervisor, in the flags of /proc/cpuinfo" };
  if (existsSync(join(root, "proc/device-tree/hypervisor")) || /dummy-virt/.test(read("proc/device-tree/compatible")))
    return { kind: "virtual machine", sign: "/proc/device-tree" };
  return { kind: "physical machine", sign: "no sign of a hypervisor" };
}
