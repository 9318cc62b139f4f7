import { expect, test } from "bun:test";
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { under, without } from "./conditions.ts";
import { newFolder } from "./folder.ts";
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

test("a second run installs nothing, and says one line", () => {
  const decoys = newFolder("decoys");
  const called = join(decoys, "called");
  for (const tool of ["apt-get", "npm", "sudo"])
    writeFileSync(join(decoys, tool), `#!/bin/sh\necho "${tool} $*" >> ${called}\n`, { mode: 0o755 });
  const setup = () =>
    Bun.spawnSync([join(root, "setup")], {
      cwd: "/",
      stdin: "ignore",
      env: { ...process.env, PATH: `${decoys}:${process.env.PATH}` },
    });
  setup();
  rmSync(called, { force: true });
  const { exitCode, stdout, stderr } = setup();
  expect(existsSync(called)).toBe(false);
  expect(stdout.toString()).toMatch(
    /^setup: Everything is here: Bun [\d.]+, packages and node modules\n(.*export PATH=.*\n)?$/,
  );
  expect(stderr.toString()).toBe("");
  expect(exitCode).toBe(0);
});

test("it works as an ordinary user, in a path with spaces, under umask 077, from elsewhere", async () => {
  const setup = join(checkout("a checkout"), "setup");
  const result = await asOrdinaryUser(["sh", "-c", 'umask 077; cd /; exec "$1"', "sh", setup], { env: { CI: "true" } });
  expect(result.stderr).toBe("");
  expect(result.stdout).toContain("Everything is here");
  expect(result.exitCode).toBe(0);
});

test("arguments that it does not know are a usage error of one line", async () => {
  for (const args of [["tets"], ["try", "04"], [""]]) {
    const { exitCode, stdout, stderr } = await asOrdinaryUser(["./setup", ...args]);
    expect(stderr).toBe(`setup: Unknown arguments "${args.join(" ")}": use ./setup, ./setup try or ./setup test\n`);
    expect([exitCode, stdout]).toEqual([2, ""]);
  }
});

test("without root it prints the apt-get line, does the rest, and fails", async () => {
  const { exitCode, stdout, stderr } = await under(`${without("bwrap")} && ${without("brctl")}`, ["./setup"]);
  expect(stdout).toMatch(/^ {2}(sudo )?apt-get install -y --no-install-recommends bridge-utils bubblewrap$/m);
  expect(stderr).toBe("setup: Still missing: bwrap brctl; install them, then run ./setup again\n");
  expect(stdout).not.toContain("Bun is missing");
  expect(exitCode).toBe(1);
});

test("nginx: it also says how to stop the service that Debian starts", async () => {
  const { stdout } = await under(without("nginx"), ["./setup"]);
  expect(stdout).toContain("nginx-light");
  expect(stdout).toContain("systemctl disable --now nginx");
});

test("a tool that no lab needs fails nothing", async () => {
  const { exitCode, stdout } = await under(without("tcpdump"), ["./setup"]);
  expect(stdout).toContain("apt-get install -y --no-install-recommends tcpdump\n");
  expect(exitCode).toBe(0);
});

test("without apt-get it names the commands", async () => {
  const { exitCode, stdout } = await under(`${without("bwrap")} && ${without("apt-get")}`, ["./setup"]);
  expect(stdout).toContain("your package manager");
  expect(stdout).toContain("  bwrap (bubblewrap)\n");
  expect(exitCode).toBe(1);
});

test.if(process.getuid?.() === 0)("root opens a closed checkout for reading; .git stays closed", () => {
  const folder = checkout("closed");
  mkdirSync(join(folder, ".git"), { mode: 0o700 });
  chmodSync(join(folder, "package.json"), 0o600);
  const { stdout } = Bun.spawnSync([join(folder, "setup")]);
  expect(stdout.toString()).toContain("Opening this checkout for reading");
  expect(statSync(join(folder, "package.json")).mode & 0o777).toBe(0o644);
  expect(statSync(join(folder, ".git")).mode & 0o777).toBe(0o700);
});
