// Each failure is a real one where this machine can be made to fail that way; what needs another machine (Ubuntu's
// AppArmor, WSL) is told by the words that bubblewrap prints there.

import { expect, test } from "bun:test";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Finding } from "../harness/doctor/finding.ts";
import { lookAtMachine, type Machine } from "../harness/ground/machine.ts";
import { whyNoSandbox } from "../harness/sandbox/why-no-sandbox.ts";
import { under, underContainerFilter, without } from "./conditions.ts";
import { newFolder } from "./folder.ts";
import { run, type Said } from "./run.ts";

const doctor = ["bun", "harness/doctor/index.ts", "--json"];

function sandboxFinding({ out, status }: Said): Finding | undefined {
  expect(status).toBe(1);
  return (JSON.parse(out).findings as Finding[]).find(({ name }) => name === "sandbox");
}

test("the conditions of these tests alone break nothing", async () => {
  expect((await under("true", doctor)).status).toBe(0);
});

test("bubblewrap is not installed", async () => {
  const finding = sandboxFinding(await under(without("bwrap"), doctor));
  expect(finding).toMatchObject({ found: "bubblewrap is not installed", mend: "./setup" });
});

test("user namespaces are off", async () => {
  const finding = sandboxFinding(await under("echo 0 >/proc/sys/user/max_user_namespaces", doctor));
  expect(finding).toMatchObject({
    found: "User namespaces are switched off (user.max_user_namespaces is 0)",
    mend: "sudo sysctl -w user.max_user_namespaces=28633",
  });
});

test("a limit on namespaces is reached", async () => {
  const finding = sandboxFinding(await under("echo 0 >/proc/sys/user/max_net_namespaces", doctor));
  expect(finding?.found).toContain("limit on namespaces");
});

test("/proc is masked, as in a container", async () => {
  const finding = sandboxFinding(await under("mount -t tmpfs none /proc/fs", doctor));
  expect(finding?.found).toContain("Can't mount proc");
});

test("/sys is read-only, as in a container: an ordinary user is told, root has another", async () => {
  const readOnly = "mount -o remount,bind,ro /sys";
  expect(sandboxFinding(await under(readOnly, doctor))?.found).toStartWith("/sys is read-only here");
  if (process.getuid?.() !== 0) return;
  const argv = ["unshare", "--mount", "sh", "-c", `${readOnly} && exec "$@"`, "sh", ...doctor];
  expect(JSON.parse((await run(argv)).out).findings).toContainEqual(
    expect.objectContaining({ name: "sandbox", state: "ok" }),
  );
});

test("system calls are filtered, as in a container", async () => {
  const finding = sandboxFinding(await underContainerFilter(doctor));
  expect(finding?.found).toContain("No permissions to create new namespace");
});

const plain: Machine = {
  maxUserNamespaces: 1000,
  unprivilegedUserNamespaces: undefined,
  appArmorRestricts: false,
  container: undefined,
  wsl: undefined,
};
const why = (stderr: string, machine: Partial<Machine>) => whyNoSandbox(stderr, { ...plain, ...machine }, true);

test("Ubuntu's AppArmor: three ways in which it shows", () => {
  for (const stderr of [
    "bwrap: setting up uid map: Permission denied",
    "bwrap: loopback: Failed RTM_NEWADDR: Operation not permitted",
    "mount: /sys: permission denied.",
  ]) {
    expect(why(stderr, { appArmorRestricts: true }).mend).toBe("sudo sh harness/doctor/allow-bwrap.sh");
  }
});

test("Debian's switch, WSL 1, a kernel without user namespaces", () => {
  const refused = "bwrap: Creating new namespace failed: Operation not permitted";
  expect(why(refused, { unprivilegedUserNamespaces: false }).mend).toContain("unprivileged_userns_clone=1");
  expect(why("", { wsl: 1 }).mend).toContain("wsl --set-version");
  expect(why("", { maxUserNamespaces: undefined }).mend).toContain("vagrant up");
});

test("containers: each engine's own flags", () => {
  const refused = "bwrap: Can't mount proc on /newroot/proc: Operation not permitted";
  expect(why(refused, { container: "docker" }).mend).toContain("--security-opt systempaths=unconfined");
  expect(why(refused, { container: "podman" }).mend).toContain("--security-opt unmask=ALL");
  expect(why(refused, { container: "docker", appArmorRestricts: true }).mend).toContain("on the machine below it");
  expect(why(refused, { container: "kubernetes" }).mend).toContain("docs/class/indexed-job.yaml");
});

test("what nobody foresaw is passed on in its first line", () => {
  expect(why("bwrap: Something new\nsecond line", {}).what).toBe("bwrap: Something new");
  expect(why("", {}).what).toBe("The sandbox ended before it was ready and said nothing");
});

test("machines are told apart by their files", () => {
  const machineWith = (files: Record<string, string>): Machine => {
    const root = newFolder("machine");
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const machine = lookAtMachine(root);
    rmSync(root, { recursive: true });
    return machine;
  };
  const release = (text: string) => machineWith({ "proc/sys/kernel/osrelease": text }).wsl;
  expect(release("4.4.0-19041-Microsoft\n")).toBe(1);
  expect(release("5.15.153.1-microsoft-standard-WSL2\n")).toBe(2);
  expect(release("6.1.0-42-amd64\n")).toBeUndefined();
  expect(machineWith({ "run/.containerenv": "" }).container).toBe("podman");
  expect(machineWith({ "run/systemd/container": "lxc\n" }).container).toBe("lxc");
  expect(machineWith({ "proc/sys/kernel/unprivileged_userns_clone": "0\n" }).unprivilegedUserNamespaces).toBe(false);
  expect(machineWith({ "proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1\n" }).appArmorRestricts).toBe(true);
  expect(machineWith({})).toEqual({ ...plain, maxUserNamespaces: undefined });
});
