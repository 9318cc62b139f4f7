import { expect, test } from "bun:test";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { under, without } from "./conditions.ts";
import { newFolder, runEnvironment } from "./folder.ts";
import { run } from "./run.ts";
import { asOrdinaryUser, ordinaryUser } from "./user.ts";

const root = join(import.meta.dir, "..");
const parts = ["setup", "package.json", "bun.lock", "harness/doctor", "labs/tools.tsv"];

/** A checkout as far as ./setup needs one, with the node modules of this one. */
function checkout(name: string): string {
  const folder = join(ordinaryUser().home, name);
  mkdirSync(join(folder, "harness"), { recursive: true });
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(ordinaryUser().project, "node_modules"), join(folder, "node_modules"));
  chmodSync(folder, 0o755);
  return folder;
}

test("a second run installs nothing, and says one line", async () => {
  const decoys = newFolder("decoys");
  const called = join(decoys, "called");
  for (const tool of ["apt-get", "npm", "sudo"])
    writeFileSync(join(decoys, tool), `#!/bin/sh\necho "${tool} $*" >> ${called}\n`, { mode: 0o755 });
  const setup = () =>
    run([join(root, "setup")], { cwd: "/", env: { ...runEnvironment(), PATH: `${decoys}:${process.env.PATH}` } });
  await setup();
  rmSync(called, { force: true });
  const { status, out, err } = await setup();
  expect(existsSync(called)).toBe(false);
  expect(out).toMatch(/^setup: Everything is here: Bun [\d.]+, packages and node modules\n(.*export PATH=.*\n)?$/);
  expect(err).toBe("");
  expect(status).toBe(0);
});

test("it works as an ordinary user, in a path with spaces, under umask 077, from elsewhere", async () => {
  const setup = join(checkout("a checkout"), "setup");
  const result = await asOrdinaryUser(["sh", "-c", 'umask 077; cd /; exec "$1"', "sh", setup], { env: { CI: "true" } });
  expect(result.err).toBe("");
  expect(result.out).toContain("Everything is here");
  expect(result.status).toBe(0);
});

test("arguments that it does not know are a usage error of one line", async () => {
  for (const args of [["tets"], ["try", "04"], [""]]) {
    const { status, out, err } = await asOrdinaryUser(["./setup", ...args]);
    expect(err).toBe(
      `setup: Unknown arguments "${args.join(" ")}": use ./setup, ./setup try, ./setup test or ./setup remove\n`,
    );
    expect([status, out]).toEqual([2, ""]);
  }
});

test("without root it prints the apt-get line, does the rest, and fails", async () => {
  const { status, out, err } = await under(`${without("bwrap")} && ${without("brctl")}`, ["./setup"]);
  expect(out).toMatch(/^ {2}(sudo )?apt-get install -y --no-install-recommends bridge-utils bubblewrap$/m);
  expect(err).toBe("setup: Still missing: bwrap brctl; install them, then run ./setup again\n");
  expect(out).not.toContain("Bun is missing");
  expect(status).toBe(1);
});

test("nginx: it also says how to stop the service that Debian starts", async () => {
  const { out } = await under(without("nginx"), ["./setup"]);
  expect(out).toContain("nginx-light");
  expect(out).toContain("systemctl disable --now nginx");
});

test("a tool that no lab needs fails nothing", async () => {
  const { status, out } = await under(without("tcpdump"), ["./setup"]);
  expect(out).toContain("apt-get install -y --no-install-recommends tcpdump\n");
  expect(status).toBe(0);
});

test("without apt-get it names the commands", async () => {
  const { status, out } = await under(`${without("bwrap")} && ${without("apt-get")}`, ["./setup"]);
  expect(out).toContain("your package manager");
  expect(out).toContain("  bwrap (bubblewrap)\n");
  expect(status).toBe(1);
});

test.if(process.getuid?.() === 0)("root opens a closed checkout for reading; .git stays closed", async () => {
  const folder = checkout("closed");
  mkdirSync(join(folder, ".git"), { mode: 0o700 });
  chmodSync(join(folder, "package.json"), 0o600);
  const { out } = await run([join(folder, "setup")]);
  expect(out).toContain("Opening this checkout for reading");
  expect(statSync(join(folder, "package.json")).mode & 0o777).toBe(0o644);
  expect(statSync(join(folder, ".git")).mode & 0o777).toBe(0o700);
});

/** ./setup where `uname -s` says this, with this /proc/version. */
async function setupOn(system: string, version = "Linux version 6.1") {
  const decoys = newFolder("uname");
  writeFileSync(join(decoys, "uname"), `#!/bin/sh\necho ${system}\n`, { mode: 0o755 });
  writeFileSync(join(decoys, "version"), version);
  const env = { ...runEnvironment(), PATH: `${decoys}:${process.env.PATH}`, PROC_VERSION: join(decoys, "version") };
  return run([join(root, "setup")], { env });
}

test("where the labs cannot run it says which row of docs/machines.md to take, and installs nothing", async () => {
  const rows = readFileSync(join(root, "docs/machines.md"), "utf8");
  for (const [system, version, what] of [
    ["Darwin", "", "This is macOS: the labs need a Linux kernel"],
    ["MINGW64_NT-10.0", "", "This is Windows: the labs need a Linux kernel"],
    ["FreeBSD", "", "This is FreeBSD: the labs need a Linux kernel"],
    ["Linux", "Linux version 4.4.0-19041-Microsoft", "This is WSL 1, which has no Linux kernel"],
  ] as const) {
    const { status, out, err } = await setupOn(system, version);
    const [first, second = ""] = err.split("\n");
    expect({ status, out, first }).toEqual({ status: 1, out: "", first: `setup: ${what}` });
    const row = /^→ docs\/machines\.md, row "(.*?)": ./.exec(second)?.[1];
    expect(rows).toContain(`| **${row}**`);
  }
});

test("where no sandbox can be made it names a row that is there", async () => {
  const rows = readFileSync(join(root, "docs/machines.md"), "utf8");
  for (const env of [{ CODESPACES: "true" }, { KUBERNETES_SERVICE_HOST: "x" }, {}]) {
    const which = [join(root, "harness/doctor/which-row.sh"), "--tried"];
    const { status, err } = await run(which, { env: { PATH: process.env.PATH!, ...env } });
    expect(status).toBe(1);
    expect(rows).toContain(`| **${/row "(.*?)"/.exec(err)?.[1]}**`);
  }
});

test("the dev container asks for the rights and the set-up that its row names", async () => {
  const asked = await Bun.file(join(root, ".devcontainer/devcontainer.json")).json();
  expect(asked).toMatchObject({ privileged: true, postCreateCommand: "./setup" });
  expect(readFileSync(join(root, "docs/machines.md"), "utf8")).toContain(".devcontainer/devcontainer.json");
});

test("remove takes away what set-up made and the labs keep, and nothing else", async () => {
  const folder = checkout("to-remove");
  rmSync(join(folder, "node_modules"));
  mkdirSync(join(folder, "node_modules/zx"), { recursive: true });
  const state = newFolder("state");
  mkdirSync(join(state, "container-network-labs"));
  writeFileSync(join(state, "container-network-labs/progress.json"), "{}");
  writeFileSync(join(state, "other"), "");
  const called = join(state, "called");
  const decoys = newFolder("decoys");
  for (const tool of ["dpkg", "npm", "sudo"])
    writeFileSync(join(decoys, tool), `#!/bin/sh\necho "${tool} $*" >> ${called}\n`, { mode: 0o755 });
  writeFileSync(join(folder, ".setup-made"), `bun ${state}/prefix\npackage arping\npackage bridge-utils\n`);
  const env = { ...runEnvironment(), PATH: `${decoys}:${process.env.PATH}`, XDG_STATE_HOME: state };
  const { status, out, err } = await run([join(folder, "setup"), "remove"], { env });
  expect({ status, err }).toEqual({ status: 0, err: "" });
  for (const gone of ["node_modules", ".setup-made"]) expect(existsSync(join(folder, gone))).toBe(false);
  expect(existsSync(join(state, "container-network-labs"))).toBe(false);
  expect(existsSync(join(state, "other"))).toBe(true);
  const said = readFileSync(called, "utf8");
  expect(said).toContain(`npm uninstall --global --prefix ${state}/prefix bun`);
  expect(said).toContain("dpkg --remove arping bridge-utils");
  expect(out).toContain(`What is left is this checkout: rm -r '${folder}'`);
});
