import { expect, test } from "bun:test";
import { chmodSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { lookAtCapabilities } from "../harness/doctor/capabilities.ts";
import { lookAtLimits } from "../harness/doctor/class.ts";
import type { Finding } from "../harness/doctor/finding.ts";
import { whyNoGroup } from "../harness/doctor/groups.ts";
import { lookAtBun, lookAtLocale, lookAtState } from "../harness/doctor/place.ts";
import { readTools } from "../harness/doctor/tools.ts";
import { under, without } from "./conditions.ts";
import { newFolder } from "./folder.ts";
import { bun, run, type Said } from "./run.ts";
import { asOrdinaryUser } from "./user.ts";

const root = join(import.meta.dir, "..");
const doctor = ["bun", "harness/doctor/index.ts"];

const here = (...more: string[]) => bun([...doctor.slice(1), ...more]);

test("nothing is missing here, for whoever runs the tests", async () => {
  const { status, out } = await here();
  expect(out).toContain("Everything that the labs need is here");
  expect(status).toBe(0);
});

test("nothing is missing for an ordinary user", async () => {
  const { status, out, err } = await asOrdinaryUser(doctor);
  expect(err).toBe("");
  expect(out).toContain("as this user");
  expect(status).toBe(0);
});

test("text is plain and 80 columns wide where nobody looks; commands stay whole", async () => {
  const { out } = await under(without("bwrap"), doctor);
  expect(out).not.toContain("\x1b");
  const tooLong = out.split("\n").filter((line) => Bun.stringWidth(line) > 80 && !line.includes("→"));
  // a path has no place to break
  expect(tooLong.filter((line) => line.trim().includes(" "))).toEqual([]);
});

test("without bubblewrap it names the package and the mend, with status 1", async () => {
  const { status, out } = await under(without("bwrap"), doctor);
  expect(out).toMatch(/missing bwrap +not installed \(package bubblewrap\)/);
  expect(out).toContain("→ ./setup\n");
  expect(status).toBe(1);
});

test("without a tool that no lab needs, the status stays 0", async () => {
  const { status, out } = await under(without("tcpdump"), doctor);
  expect(out).toMatch(/limited tcpdump/);
  expect(status).toBe(0);
});

test("--json holds the same findings", async () => {
  const { status, out } = await under(without("bwrap"), [...doctor, "--json"]);
  const { schema, ok, findings } = JSON.parse(out) as { schema: number; ok: boolean; findings: Finding[] };
  expect([schema, ok, status]).toEqual([1, false, 1]);
  expect(findings).toContainEqual({
    group: "Tools",
    name: "bwrap",
    state: "missing",
    found: "not installed (package bubblewrap)",
    means: "every lab: its sandbox",
    mend: "./setup",
  });
  for (const { state, found, means, mend } of findings) {
    expect(found).not.toBe("");
    if (state === "missing") expect([means, mend]).not.toContain(undefined);
  }
});

test("an unknown argument is a usage error of one message", async () => {
  expect(await here("--jason")).toEqual({
    status: 2,
    out: "",
    err: 'Unknown argument "--jason"\n→ bun run doctor [--json]\n',
  });
});

test("it runs where no node module is installed, and says so", async () => {
  const { status, out } = await doctorOfCopy(0o755);
  expect(out).toMatch(/missing node modules +not there: [^→]*markdown-it/);
  expect(out).toContain("1 missing");
  expect(status).toBe(1);
});

test("a checkout that the sandbox's user cannot read is missing", async () => {
  const { status, out } = await doctorOfCopy(0o700);
  if (process.getuid?.() === 0) expect(out).toMatch(/missing project +closed to others/);
  else expect(out).not.toContain("closed to others");
  expect(status).toBe(1);
});

function doctorOfCopy(mode: number): Promise<Said> {
  const copy = newFolder("copy");
  chmodSync(copy, mode);
  for (const part of ["harness", "labs", "package.json"])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  return bun(["--no-install", ...doctor.slice(1)], { cwd: copy });
}

test("Bun: the pinned version is right, an older one is missing, a newer one is untried", () => {
  expect([Bun.version, "1.0.0", "99.0.0"].map((version) => lookAtBun(version).state)).toEqual([
    "ok",
    "missing",
    "limited",
  ]);
});

test("state directory: one that cannot be made is missing", () => {
  expect(lookAtState("/dev/null/state").state).toBe("missing");
  expect(lookAtState(join(tmpdir(), "not", "yet")).state).toBe("ok");
});

test("locale: LC_ALL wins over LANG, as in locale(7)", () => {
  expect(lookAtLocale({ LANG: "zh_CN.UTF-8" }).state).toBe("ok");
  expect(lookAtLocale({ LANG: "en_US.utf8", LC_ALL: "C" }).state).toBe("limited");
  expect(lookAtLocale({}).state).toBe("limited");
});

test("tools.tsv names a package, a need and a use for every command, once", () => {
  const tools = readTools();
  for (const { command, package: name, need, means } of tools) {
    expect([command, name, means]).not.toContain("");
    expect(["labs", "extra", "test"]).toContain(need);
  }
  expect(new Set(tools.map(({ command }) => command)).size).toBe(tools.length);
});

test("limits that are low for a class are named, with the command that raises them; a limit that is not there is not", () => {
  const proc = newFolder("proc");
  const write = (path: string, text: string) => {
    mkdirSync(join(proc, dirname(path)), { recursive: true });
    writeFileSync(join(proc, path), text);
  };
  write("sys/net/ipv4/neigh/default/gc_thresh3", "1024\n");
  write("sys/user/max_net_namespaces", "9999999\n");
  write(
    "self/limits",
    "Limit Soft Hard Units\nMax open files            1024                 4096                 files\n",
  );
  const found = lookAtLimits(proc);
  expect(found.map(({ name, state }) => [name, state])).toEqual([
    ["ipv4 neighbours", "limited"],
    ["net namespaces", "ok"],
    ["open files", "limited"],
  ]);
  expect(found[0]?.mend).toMatch(/^sudo sysctl -w net\.ipv4\.neigh\.default\.gc_thresh3=\d+$/);
});

const isRoot = process.getuid?.() === 0;
const legacy = "iptables-legacy -A INPUT -p icmp -j ACCEPT";
const hasLegacy = Bun.spawnSync(["unshare", "--map-root-user", "--net", ...legacy.split(" ")]).success;

/** What a part of the doctor says where the line of shell was run before, in a network namespace of its own. */
async function saidIn(before: string, call: string): Promise<Finding[]> {
  const program = `console.log(JSON.stringify(await ${call}))`;
  const argv = ["unshare", "--map-root-user", "--net", "--mount", "sh", "-ec", `${before}\nexec "$@"`, "sh"];
  const { out, err } = await run([...argv, process.execPath, "-e", program]);
  expect(err).toBe("");
  return [JSON.parse(out)].flat();
}

test.if(hasLegacy)("rules of iptables-legacy beside those of nf_tables are named, with what lists both", async () => {
  const call = '(await import("./harness/doctor/rules.ts")).lookAtRules()';
  const nft = "iptables-nft -A INPUT -p icmp -j ACCEPT";
  const [none, old, now, both] = await Promise.all(
    ["true", legacy, nft, `${legacy}; ${nft}`].map((before) => saidIn(before, call)),
  );
  expect([none, old, now].flat().map((finding) => [finding?.state, finding?.found])).toEqual([
    ["ok", "none"],
    ["ok", "legacy alone"],
    ["ok", "nf_tables alone"],
  ]);
  expect(both).toMatchObject([{ state: "limited", found: "mixed: 1 legacy, 1 of nf_tables" }]);
  expect(both![0]!.mend).toStartWith("sudo iptables-legacy-save; sudo nft list ruleset");
});

test("why no control group can be made: what is in the way, and the command", () => {
  const user = { isRoot: false, container: undefined, isMounted: true, isReadOnly: false };
  const more = { hasMemory: true, hasSystemd: true };
  expect(
    [
      { ...user, ...more },
      { ...user, ...more, hasSystemd: false },
      { ...user, ...more, hasMemory: false },
      { ...user, ...more, isRoot: true, hasMemory: false },
      { ...user, ...more, isRoot: true, isReadOnly: true },
      { ...user, ...more, isRoot: true, isReadOnly: true, container: "docker" },
      { ...user, ...more, isMounted: false },
    ].map(whyNoGroup),
  ).toEqual([
    { found: "not delegated to this user", mend: expect.stringContaining("systemctl edit user@.service") },
    { found: expect.stringContaining("no systemd of its own"), mend: expect.stringContaining("loginctl user-status") },
    { found: expect.stringContaining("version 1"), mend: expect.stringContaining("sudo bun grader") },
    { found: expect.stringContaining("limit of memory"), mend: expect.stringContaining("cgroup_enable=memory") },
    { found: "mounted read-only", mend: "sudo mount -o remount,rw /sys/fs/cgroup" },
    { found: "kept from this docker container", mend: expect.stringContaining("row “container”") },
    { found: "mounted nowhere", mend: "sudo mount -t cgroup2 cgroup2 /sys/fs/cgroup" },
  ]);
});

test.if(isRoot)("control groups that cannot be written are found out by trying", async () => {
  const program = 'console.log(JSON.stringify(await (await import("./harness/doctor/groups.ts")).lookAtGroups()))';
  const readOnly = 'findmnt -rno TARGET -t cgroup,cgroup2 | while read -r at; do mount -o remount,bind,ro "$at"; done';
  const argv = ["unshare", "--mount", "sh", "-ec", `${readOnly}\nexec "$@"`, "sh", process.execPath, "-e", program];
  const { out } = await run(argv);
  expect(JSON.parse(out)).toMatchObject({ group: "Class", name: "control groups", state: "limited" });
});

test("a capability that this place withholds from root too is named; an ordinary user gets all in a sandbox", () => {
  const without = "CapBnd:\t000001ffffffdfff\n"; // CAP_NET_RAW is the 14th bit
  expect(lookAtCapabilities(without, true).map(({ name, state }) => [name, state])).toEqual([
    ["CAP_NET_RAW", "missing"],
  ]);
  expect(lookAtCapabilities("CapBnd:\t000001ffffffffff\n", true)).toEqual([]);
  expect(lookAtCapabilities(without, false)).toEqual([]);
});

test.if(isRoot)("without CAP_NET_RAW, with which ping cannot be started, it says so", async () => {
  const { out, err, status } = await run([
    "setpriv",
    "--bounding-set",
    "-net_raw",
    process.execPath,
    ...doctor.slice(1),
  ]);
  expect(err).toBe("");
  expect(out).toContain("CAP_NET_RAW");
  expect(out).toContain("docs/machines.md");
  expect(status).toBe(1);
});
