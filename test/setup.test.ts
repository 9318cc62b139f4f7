import { expect, test } from "bun:test";
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
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
    expect(err).toBe(`setup: Unknown arguments "${args.join(" ")}": use ./setup, ./setup try or ./setup test\n`);
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
