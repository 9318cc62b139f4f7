// A lab's tools: what they show is what one would type; and what a student has besides joins the lab's own steps.

import { expect, test } from "bun:test";
import { chmodSync } from "node:fs";
import { project } from "../harness/ground/paths.ts";
import { withFurther } from "../harness/lab/further.ts";
import { stepsOf } from "../harness/lab/starting-point.ts";
import { newFolder } from "./folder.ts";

const folder = newFolder("tools");

/** Runs lines of a lab with the tools, in this folder; what they showed. */
async function shown(lines: string): Promise<string> {
  const script = `const { $, fails, until } = await (await import("${project}/harness/lab/shell.ts")).commands({ quiet: false, patience: 1 });
    try { ${lines} } catch (thrown) { console.log(thrown.message ?? thrown); }`;
  const child = Bun.spawn([process.execPath, "-e", script], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return child.stdout.text();
}

test.concurrent("until: the loop that one would type, and the output of the command that succeeded", async () => {
  const said = await shown("await $`(sleep 0.3; echo ready > said) > said 2>&1 &`; await until($`grep ready said`);");
  expect(said).toBe(
    "$ (sleep 0.3; echo ready > said) > said 2>&1 &\n$ until grep ready said; do sleep 0.1; done\nready\n",
  );
});

test.concurrent("until: what never comes is waited for no longer than that", async () => {
  expect(await shown("await until($`grep -q never nothing 2> none`);")).toBe(
    '$ until grep -q never nothing 2> none; do sleep 0.1; done\nWaited 1 s in vain for "grep -q never nothing 2> none" to succeed\n',
  );
});

test.concurrent("a word that is put in is quoted, each of a list", async () => {
  expect(await shown('await $`echo ${["a", "b c"]} ${"d e"}`; await fails($`echo no >&2; exit 3`, /no/);')).toBe(
    "$ echo a 'b c' 'd e'\na b c d e\n$ echo no >&2; exit 3\nno\n",
  );
});

test.concurrent("an assignment stays one, whatever its value", async () => {
  expect(await shown('await $`${["FOLDER=/my own", "sh"]} -c ${"echo $FOLDER"}`;')).toBe(
    "$ FOLDER='/my own' sh -c 'echo $FOLDER'\n/my own\n",
  );
});

test.concurrent("a command that needs no shell says and does what it would in one", async () => {
  await Bun.write(`${folder}/bare`, "echo of no interpreter\n");
  chmodSync(`${folder}/bare`, 0o755);
  const lines = [
    "await $`./bare`;",
    "await $`pwd`;",
    "await fails($`ls ${folder}/absent`, /No such file or directory/);",
    "await fails($`timeout -s INT 0.1 cat`, /^$/);", // standard input is open, and nobody types there
    "await fails($`./absent`, /not found/);",
    "await fails($`nowhere at all`, /not found/);",
  ];
  expect(await shown(lines.join(" ").replace("${folder}", folder))).toBe(
    [
      ...["$ ./bare", "of no interpreter", "$ pwd", folder],
      ...[`$ ls ${folder}/absent`, `ls: cannot access '${folder}/absent': No such file or directory`],
      ...["$ timeout -s INT 0.1 cat", "$ ./absent", "/bin/sh: 1: ./absent: not found"],
      ...["$ nowhere at all", "/bin/sh: 1: nowhere: not found"],
    ]
      .join("\n")
      .concat("\n"),
  );
});

test.concurrent("a command has ended when nothing holds its output any more", async () => {
  expect(await shown("await $`(sleep 0.2; echo late) & echo soon`; await $`true`;")).toBe(
    "$ (sleep 0.2; echo late) & echo soon\nsoon\nlate\n$ true\n",
  );
});

test.concurrent("listed, a wait has its bound in the line itself", async () => {
  const commands = (await stepsOf("06-trace")).flatMap((step) => step.commands);
  expect(commands).toContain("timeout 20 sh -c 'until grep -q LEN=128 /run/trace.log; do sleep 0.1; done'");
});

test("what a student has besides comes at the end of the steps that it names", async () => {
  const steps = ["two-containers", "default-route"].map((id) => ({ id, given: false, commands: [`first of ${id}`] }));
  const [containers, route] = await withFurther("03-bridge", steps, 2);
  expect(containers!.commands).toEqual(["first of two-containers", "ip netns add docker3", "ip netns add docker4"]);
  expect(route!.commands[1]).toBe("ip link add veth3 type veth peer name eth0 netns docker3");
  expect(await withFurther("03-bridge", steps, 0)).toBe(steps);
  expect(await withFurther("01-network-stack", steps, 2)).toBe(steps);
});

test("a list that names no step of the lab is told so", () => {
  expect(withFurther("03-bridge", [], 1)).rejects.toThrow(
    'Cannot find the step "two-containers", named by labs/03-bridge.further.ts',
  );
});
