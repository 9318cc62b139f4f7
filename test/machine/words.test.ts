// What is known of the machine and of a lab before anything is built: from files and from commands.

import { describe, expect, test } from "bun:test";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { overlap } from "../../harness/kernel/prefix.ts";
import { kindOfMachine } from "../../harness/machine/is-virtual.ts";
import { wantedBy } from "../../harness/machine/wanted.ts";
import { newFolder } from "../folder.ts";

/** A file system tree with these files. */
function tree(files: Record<string, string>): string {
  const root = newFolder("machine");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const noSystemd = "/nowhere";

describe("the kind of machine, without systemd", () => {
  test.each([
    [{ "proc/cpuinfo": "flags\t\t: fpu vme hypervisor lahf_lm\n" }, "virtual machine"],
    [{ "sys/class/dmi/id/sys_vendor": "QEMU\n", "sys/class/dmi/id/product_name": "Standard PC\n" }, "virtual machine"],
    [{ "sys/class/dmi/id/sys_vendor": "innotek GmbH\n", "proc/cpuinfo": "flags\t: fpu\n" }, "virtual machine"],
    [{ "proc/device-tree/compatible": "linux,dummy-virt\0" }, "virtual machine"],
    [{ "proc/device-tree/hypervisor/compatible": "xen,xen\0" }, "virtual machine"],
    [{ ".dockerenv": "", "proc/cpuinfo": "flags\t: fpu hypervisor\n" }, "container"],
    [{ "sys/class/dmi/id/sys_vendor": "LENOVO\n", "proc/cpuinfo": "flags\t: fpu vme\n" }, "physical machine"],
    [{ "proc/cpuinfo": "model name\t: not a hypervisor\n" }, "physical machine"],
    [{}, "physical machine"],
  ])("%p", (files, kind) => {
    expect(kindOfMachine(tree(files as Record<string, string>), noSystemd).kind).toBe(kind as never);
  });
});

test("what systemd-detect-virt says counts; a container on a virtual machine is a container", () => {
  const detect = (script: string) => {
    const folder = tree({ "systemd-detect-virt": `#!/bin/sh\n${script}\n` });
    chmodSync(join(folder, "systemd-detect-virt"), 0o755);
    return kindOfMachine("/nowhere", folder);
  };
  expect(detect('[ "$1" = --vm ] && echo kvm')).toEqual({ kind: "virtual machine", sign: "kvm" });
  expect(detect("echo docker")).toEqual({ kind: "container", sign: "docker" });
  expect(detect("echo none; exit 1").kind).toBe("physical machine");
});

test("what a lab wants, from its commands", () => {
  const commands = [
    "ip netns add docker1",
    "ip link add docker0 type bridge",
    "ip link add veth1 type veth peer name eth0 netns docker1",
    "ip link add name a1 type veth peer name a2",
    "ip link add eth1 netns router type veth peer name eth0 netns host3",
    "ip -n docker1 link add net0 type bridge",
    "ip netns exec docker1 ip address add 192.0.2.1/24 dev eth0",
    "ip address add 172.17.0.1/16 dev docker0",
    "echo 'listen 80;' > /run/web.conf",
  ];
  expect(wantedBy(commands)).toEqual({
    links: ["docker0", "veth1", "a1", "a2"],
    names: ["docker1"],
    addresses: ["172.17.0.1/16"],
    ports: [80],
    files: ["/run/web.conf"],
  });
});

test.each([
  ["172.17.0.0/16", "172.17.0.1/16", true],
  ["172.16.0.0/12", "172.17.0.1/16", true],
  ["172.17.5.1", "172.17.0.1/16", true],
  ["172.18.0.0/16", "172.17.0.1/16", false],
  ["0.0.0.0/0", "172.17.0.1/16", false],
  ["10.0.2.0/24", "203.0.113.1/24", false],
])("%s and %s overlap: %p", (one, other, expected) => expect(overlap(one, other)).toBe(expected));
