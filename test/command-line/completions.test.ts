// Completion: what could follow, by the tables; and each shell that is here, with what it is given to read.

import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answer } from "../../grader/completions/answer.ts";
import { whole } from "../../grader/completions/whole.ts";
import { modes } from "../../grader/modes/index.ts";
import { reporterNames } from "../../grader/reporters/index.ts";
import { project } from "../../harness/ground/paths.ts";
import { labNames } from "../../harness/lab/names.ts";
import { verbs } from "../../harness/lab/verbs/index.ts";
import { openShell } from "../exercise/terminal.ts";
import { newFolder } from "../folder.ts";
import { call, everybody } from "../who.ts";

const lab = "labs/03-bridge.ts";
const words = async (...line: string[]) => {
  const { candidates, also } = await answer(line.slice(0, -1), line.at(-1)!);
  return [...candidates.map(({ word }) => word), ...(also ? [`<${also}>`] : [])];
};
const flagsOf = ({ flags }: { flags: object }) => Object.keys(flags).map((name) => `--${name}`);

describe("what follows, in the course's folder", () => {
  beforeAll(() => process.chdir(project));

  test("labs, verbs, their flags and the flags' values", async () => {
    expect(await words("labs/03")).toEqual([lab, "<other>"]);
    expect(await words("")).toEqual(["grader", ...labNames().map((name) => `labs/${name}.ts`), "<other>"]);
    expect(await words(lab, "")).toEqual(verbs.map(({ name }) => name));
    for (const verb of verbs) expect(await words(lab, verb.name, "-")).toEqual(flagsOf(verb));
    expect(await words(lab, "--lang", "zh", "st")).toEqual(["status"]);
    expect(await words(lab, "--la")).toEqual(["--lang"]);
    expect(await words(lab, "walk", "a", "b", "--format", "")).toEqual(["text", "svg", "json", "pcapng"]);
    expect(await words(lab, "walk", "a", "b", "--format=p")).toEqual(["--format=pcapng"]);
    expect(await words(lab, "walk", "--format", "json", "--f")).toEqual([]); // it is given already
    expect(await words(lab, "save", "x")).toEqual(["<files>"]);
    expect(await words(lab, "exec", "host", "--", "i")).toEqual(["<commands>"]);
    expect(await words(lab, "down", "")).toEqual([]);
    expect(await words(lab, "nonsense", "")).toEqual([]);
  });

  test("modes of the grader, labs, folders", async () => {
    const [up, ...others] = modes;
    const callers = others.filter(({ name }) => name.startsWith("--")).map(({ name }) => name);
    expect((await words("grader", "-")).toSorted()).toEqual([...flagsOf(up!), ...callers].toSorted());
    expect(await words("grader", "")).toEqual([
      ...others.filter(({ name }) => !name.startsWith("--")).map(({ name }) => name),
      ...labNames(),
    ]);
    for (const { name, flags } of others) {
      const given = name.slice(2);
      const line = name.startsWith("--") ? ["grader", `${name}${flags[given]!.takes ? "=x" : ""}`] : ["grader", name];
      expect(await words(...line, "-")).toEqual(flagsOf({ flags }).filter((flag) => flag !== name));
    }
    expect(await words("grader", "03", "--reporter", "")).toEqual([...reporterNames]);
    expect(await words("grader", "03", "--script", "")).toEqual(["<files>"]);
    expect(await words("grader", "merge", "part1", "p")).toEqual(["<folders>"]);
    expect(await words("grader", "--reference", "03-bridge", "04")).toEqual(["04-arp"]);
    expect(await words("run", "comp")).toEqual(["completions"]);
    expect(await words("run", "completions", "")).toEqual(["bash", "zsh", "fish"]);
  });

  test("what is not the course's is left to others", async () => {
    expect(await words("install", "")).toEqual(["<other>"]);
    process.chdir("/");
    expect(await words("labs/03-bridge.ts", "")).toEqual(["<other>"]);
    expect(await words("grader", "")).toEqual(["<other>"]);
    expect((await words(join(project, lab), "")).length).toBe(verbs.length); // by its path, from anywhere
    process.chdir(project);
  });

  test("bash's pieces of a word are put together, and only the last is completed", () => {
    const typing = (...line: string[]) => whole("bash", line, line.length - 1);
    expect(typing("bun", "x", "--format", "=", "js")).toEqual({ before: ["x"], current: "--format=js", cut: 9 });
    expect(typing("bun", "x", "--format", "=")).toEqual({ before: ["x"], current: "--format=", cut: 9 });
    expect(typing("sudo", "bun", "x", "")).toEqual({ before: ["x"], current: "", cut: 0 });
    expect(typing("bun", "x", "netns", ":", "ho")).toEqual({ before: ["x"], current: "netns:ho", cut: 6 });
    expect(whole("fish", ["bun", "x", "--format=js", "later"], 2).current).toBe("--format=js");
  });
});

const [who] = everybody({ LANG: "C.UTF-8", NO_COLOR: "1" });
const printed = async (shell: string) => (await call(who!, "run", "--silent", "completions", shell)).out;

/** Runs a script in a shell, after what the shell is given to read. */
async function inShell(shell: string, options: string[], script: string): Promise<string[]> {
  const child = Bun.spawn([...who!.argv, shell, ...options, "-c", `${await printed(shell)}\n${script}`], {
    cwd: who!.cwd,
    env: who!.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [out, err] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  expect(err).toBe("");
  return out.trimEnd().split("\n");
}

describe("in the shells that are here", () => {
  beforeAll(async () => {
    expect((await call(who!, lab, "exercise", "--quiet")).status).toBe(0);
  });
  afterAll(async () => {
    await call(who!, lab, "down");
  });

  test("bash", async () => {
    const tab = `tab() { COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)); __course; echo "\${COMPREPLY[*]}"; }`;
    const lines = [
      ["bun labs/03-bridge.ts wa", "walk"],
      ["bun labs/03-bridge.ts exec d", "docker1 docker2"],
      ["bun labs/03-bridge.ts walk docker1 h", "host"],
      ["bun labs/03-bridge.ts walk docker1 host --format = p", "pcapng"],
      ["bun grader 03 --script README.m", "README.md"],
      ["bun grader 03 --reporter j", "json junit"],
      ["bun labs/03-bridge.ts exec host -- mkfif", "mkfifo"],
    ];
    const script = [tab, ...lines.map(([line]) => `tab ${line}`), "complete -p bun"].join("\n");
    const said = await inShell("bash", ["--norc"], script);
    expect(said.slice(0, -2)).toEqual(lines.slice(0, -1).map(([, wanted]) => wanted!));
    expect(said.at(-2)).toContain("mkfifo");
    expect(said.at(-1)).toBe("complete -F __course bun");
  });

  test("bash: what completed other calls of bun goes on doing so", async () => {
    const before = "_other() { COMPREPLY=(other); }; complete -o nospace -F _other bun";
    const child = [
      "bash",
      "--norc",
      "-c",
      `${before}\n${await printed("bash")}\n${await printed("bash")}
COMP_WORDS=(bun install "") COMP_CWORD=2; __course; echo "\${COMPREPLY[*]}"`,
    ];
    expect(Bun.spawnSync([...who!.argv, ...child], { cwd: who!.cwd, env: who!.env }).stdout.toString()).toBe("other\n");
  });

  test.if(Bun.which("fish") !== null)("fish", async () => {
    const script = `complete -C "bun labs/03-bridge.ts wa"; complete -C "bun labs/03-bridge.ts exec "; complete -C "bun grader 03 --script README.m"`;
    const walk = verbs.find(({ name }) => name === "walk")!;
    expect(await inShell("fish", ["--no-config"], script)).toEqual([
      ...[`walk\t${walk.what.en}`, "docker1", "docker2", "host", "README.md"],
    ]);
  });

  test.if(Bun.which("zsh") !== null)("zsh", async () => {
    // the parts of its completion system that show something
    const shown = `_describe() { print -rl -- "\${(@P)2}" }; compadd() { print -r -- "$*" }; _files() { print files $* }`;
    const tab = "tab() { words=($@) CURRENT=$#; __course }";
    const script = `${shown}; ${tab}; tab bun labs/03-bridge.ts wa; tab bun labs/03-bridge.ts exec d; tab bun grader merge p`;
    const walk = verbs.find(({ name }) => name === "walk")!;
    expect(await inShell("zsh", ["-f"], script)).toEqual([
      ...[`walk:${walk.what.en}`, "-- docker1 docker2", "files -/"],
    ]);
  });

  test("the labs' shells have it", async () => {
    const { enter, type, interrupt, ended } = await openShell(who!, "03-bridge", "docker1");
    await type("bun /run/course/labs/03-bridge.ts wa\t", /walk $/);
    await type("docker1 h\t", /host $/); // the nodes, as they are seen from there
    await interrupt();
    await enter("exit", /exit/);
    await ended;
  });
});

test("a shell that is none, or not named, is refused", async () => {
  expect(await call(who!, "run", "--silent", "completions", "bsah")).toEqual({
    ...{ out: "", status: 2 },
    err: 'Unknown shell "bsah"; the shells are: bash, zsh, fish\n→ bun run completions bash\n',
  });
  expect((await call(who!, "run", "--silent", "completions")).status).toBe(2);
});

test("a login to the virtual machine loads it at the first tab", () => {
  const folder = newFolder("login");
  try {
    writeFileSync(
      join(folder, "make"),
      `course=${project} user=$(id -un); put() { cat > "${folder}/\${1##*/}"; }; changed() { :; }; ln() { :; }
. ${project}/vagrant/provision/login.sh`,
    );
    const login = `sh ${folder}/make; . ${folder}/course.sh; complete -p bun; __course_load; echo $?
COMP_WORDS=(bun labs/03-bridge.ts wa) COMP_CWORD=2; __course; echo "\${COMPREPLY[*]}"`;
    const { stdout, stderr } = Bun.spawnSync(["bash", "-c", login], {
      cwd: project,
      env: { ...process.env, HOME: folder },
    });
    expect(stderr.toString()).toBe("");
    expect(stdout.toString()).toBe("complete -F __course_load bun\n124\nwalk\n");
    expect(readFileSync(join(folder, "course.sh"), "utf8")).toContain(`cd "${project}"`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
