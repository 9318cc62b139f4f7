// The quick part of what vagrant/verify proves: nothing here starts a machine.

import { expect, test } from "bun:test";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readTools } from "../harness/doctor/tools.ts";
import { newFolder } from "./folder.ts";

const root = join(import.meta.dir, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const rows = (path: string) =>
  read(path)
    .split("\n")
    .filter((line) => line && !line.startsWith("#"))
    .map((line) => line.split("\t"));

function run(argv: string[], env: Record<string, string> = {}): string {
  const child = Bun.spawnSync(argv, { cwd: root, stdin: "ignore", env: { ...process.env, ...env } });
  return child.exitCode === 0 ? "" : `${child.stdout}${child.stderr}`;
}

test.if(Bun.which("shellcheck") !== null)("the provisioning's scripts are sound, with what they source", () => {
  expect(run(["shellcheck", "--check-sourced", "vagrant/provision.sh", "vagrant/verify.d/inside"])).toBe("");
});

test("provision.sh sources every part, once", () => {
  const sourced = [...read("vagrant/provision.sh").matchAll(/^\. "\$here\/provision\/(.*)"$/gm)].map(
    ([, part]) => part,
  );
  expect(sourced.toSorted()).toEqual(readdirSync(join(root, "vagrant/provision")).toSorted());
});

test.if(Bun.which("vagrant") !== null)("vagrant validate", () => {
  const folder = newFolder("vagrant");
  try {
    const env = { VAGRANT_HOME: join(folder, "home"), VAGRANT_DOTFILE_PATH: join(folder, "dot") };
    expect(run(["vagrant", "validate", "--ignore-provider"], { ...env, VAGRANT_CHECKPOINT_DISABLE: "1" })).toBe("");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("packages and versions have one source: what ./setup installs is not named again", () => {
  const setups = new Set(readTools().map((tool) => tool.package));
  expect(rows("vagrant/packages.tsv").filter(([name = ""]) => setups.has(name))).toEqual([]);
  const provisioning = ["packages", "docker", "login"].map((part) => read(`vagrant/provision/${part}.sh`)).join("");
  expect(provisioning).toContain("./setup");
  expect(provisioning + read("Vagrantfile")).not.toMatch(/bun@|bun-v|\b1\.\d+\.\d+\b/);
});

test("every box has a version, and a provider has one box for an architecture; the text's table says the same", () => {
  const boxes = rows("vagrant/boxes.tsv");
  expect(new Set(boxes.map(([provider, on]) => `${provider} ${on}`)).size).toBe(boxes.length);
  const table = read("vagrant/README.md").split("\n");
  for (const [provider, on, box, version] of boxes) {
    expect(on).toBeOneOf(["amd64", "arm64"]);
    const cells = table.find((line) => line.startsWith(`| \`${provider}\``))?.split("|") ?? [];
    expect(cells[on === "amd64" ? 2 : 3]?.trim()).toBe(`\`${box}\` ${version}`);
  }
});
