// A check file that crashes, stops half-way, says nothing or never ends costs the student nothing: its checks are errors, the rest counts.

import { expect, test } from "bun:test";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openCheckers } from "../grader/grading/checkers.ts";
import { gradeWorld } from "../grader/grading/grade.ts";
import { readTap } from "../grader/tap/read.ts";
import { project } from "../harness/ground/paths.ts";
import { childrenOf, killIfThere } from "../harness/ground/proc.ts";
import { newFolder } from "./folder.ts";
import { held } from "./holding.ts";
import { inWorld, outcomes } from "./world.ts";

const folder = newFolder("checks");

const module = (name: string, source: string) => {
  const path = join(folder, name);
  writeFileSync(path, source.replaceAll("@", join(project, "grader")));
  return { name, path, isExecutable: false };
};

const executable = (name: string, source: string) => {
  const file = { ...module(name, source), isExecutable: true };
  chmodSync(file.path, 0o755);
  return file;
};

const sound = `import { check } from "@/vocabulary/check.ts";
const up = check("sound", { points: 2, read: ({ host }) => host.link("lo"), expect: { flags: ["UP"] }, brokenBy: "ip link set lo down" });`;

test("a read that throws is an error of that check alone; what needs it is skipped", () =>
  inWorld(async ({ anchor }) => {
    const file = module(
      "03-throws.ts",
      `${sound}
      const bad = check("bad", { points: 3, read: () => { throw new Error("no such thing") }, expect: 1, brokenBy: "" });
      const after = check("after", { points: 1, needs: [bad], read: () => ({ value: 1, seen: "" }), expect: 1, brokenBy: "" });
      export default [up, bad, after];`,
    );
    const { checks, score, maxScore } = await gradeWorld("03-bridge", anchor.pid, { timeout: 10, files: [file] });
    expect(outcomes(checks)).toEqual(["sound pass", 'bad error "no such thing"', "after skip undefined"]);
    expect({ score, maxScore }).toEqual({ score: 2, maxScore: 6 });
  }));

test("a fault in a file is named with its file and line, also by a student's values", () =>
  inWorld(async ({ anchor }) => {
    const faults: Record<string, [source: string, said: RegExp]> = {
      "03-comma.ts": [`${sound}\nexport default [up;];\n`, /03-comma\.ts:3:19: Expected "]" but found ";"$/],
      "03-name.ts": [`${sound}\nexport default [up, other];\n`, /03-name\.ts:3: other is not defined$/],
      "03-import.ts": [
        'import { x } from "./nowhere.ts";\nexport default [x];\n',
        /03-import\.ts: Cannot find module '\.\/nowhere\.ts'/,
      ],
    };
    const files = Object.entries(faults).map(([name, [source]]) => module(name, source));
    for (const student of [undefined, "s1"]) {
      const { checks } = await gradeWorld("03-bridge", anchor.pid, { timeout: 10, files, student });
      for (const { id, outcome, actual } of checks) {
        expect(outcome).toBe("error");
        expect(actual).toMatch(faults[id]![1]);
      }
    }
  }));

test("a file that throws when it is loaded, or never ends, loses no other file's points", () =>
  inWorld(async ({ anchor }) => {
    const files = [
      module("03-broken.ts", `throw new Error("broken file")`),
      module(
        "03-endless.ts",
        `${sound}\nconst stuck = check("stuck", { points: 4, read: () => new Promise(() => setInterval(() => {}, 1000)), expect: 1, brokenBy: "" });\nexport default [up, stuck];`,
      ),
      module("03-sound.ts", `${sound}\nexport default [up];`),
    ];
    const { checks, complaints, score, maxScore } = await gradeWorld("03-bridge", anchor.pid, { timeout: 1, files });
    expect(outcomes(checks)).toEqual([
      `03-broken.ts error "the check was not run to its end: it ended with status 2: Cannot load the checks: ${folder}/03-broken.ts:1: broken file"`,
      "sound pass",
      'stuck error "the check was not run to its end: it was ended after 1 s"',
      "sound pass",
    ]);
    expect(complaints).toHaveLength(2);
    expect({ score, maxScore }).toEqual({ score: 4, maxScore: 8 });
  }));

test("an executable in any language that prints TAP joins, with the world's namespaces where ip netns looks for them", () =>
  inWorld(async ({ anchor, sh }) => {
    await sh(
      `${held}\nheld --net; ln -s /proc/$pid/ns/net /run/netns/docker1; ip -n docker1 link set lo up; ln -s / /run/netns/else`,
    );
    const file = executable(
      "03-shell",
      `#!/bin/sh\necho TAP version 14\necho 1..2\nip netns exec docker1 ping -c 1 127.0.0.1 >/dev/null && echo ok 1 - lo answers\necho not ok 2 - $(ip netns)\n`,
    );
    const { checks } = await gradeWorld("03-bridge", anchor.pid, { timeout: 10, files: [file] });
    expect(checks.map(({ title, outcome, points }) => [title, outcome, points])).toEqual([
      ["lo answers", "pass", 1],
      ["docker1", "fail", 0],
    ]);
  }));

test.each([
  ["nothing", ""],
  ["no plan", "TAP version 14\nok 1 - a\n"],
  ["half the plan", "TAP version 14\n1..2\nok 1 - a\n"],
  ["bail out", "TAP version 14\n1..2\nok 1 - a\nBail out! tired\n"],
  ["garbage", "\0\x01\xff garbage"],
])("a stream with %s is not believed", (_, stream) => {
  const { points, complaint } = readTap(stream, "03-x", "it ended with status 0");
  expect(complaint).toContain('Cannot believe the checks of "03-x"');
  expect(points.at(-1)?.outcome).toBe("error");
});

test.each(["checks [broken]", "checks [1]", "checks {}", "evidence {broken}", "evidence []"])(
  'a comment that begins like one of ours is a comment: "# %s"',
  (comment) => {
    const { points, complaint, evidence } = readTap(`TAP version 14\n# ${comment}\n1..1\nok 1 - a\n`, "x", "");
    expect(points).toMatchObject([{ outcome: "pass", title: "a", points: 1 }]);
    expect([complaint, evidence]).toEqual([undefined, undefined]);
  },
);

test("what a foreign check says about a test point is taken where it can be meant", () => {
  const diagnostics =
    "points: lots\n  needs: 3\n  blockedBy: [1]\n  outcome: great\n  id: [1]\n  seen: 4\n  hint: look";
  const { points } = readTap(`TAP version 14\n1..1\nok 1 - a\n  ---\n  ${diagnostics}\n  ...\n`, "x", "");
  expect(points).toEqual([
    { id: "x-1", title: "a", hint: "look", outcome: "pass", points: 1, maxPoints: 1, needs: [], durationMs: 0 },
  ]);
});

test("a test point that is not ok cannot call itself a pass", () => {
  const { points } = readTap(
    'TAP version 14\n1..1\nnot ok 1 - a\n  ---\n  outcome: "pass"\n  points: 9\n  ...\n',
    "x",
    "",
  );
  expect(points[0]).toMatchObject({ outcome: "fail", points: 0 });
});

test("a check process of a pool that was killed meanwhile costs nothing", () =>
  inWorld(async ({ anchor }) => {
    const files = [module("03-pool.ts", `${sound}\nexport default [up];`)];
    const before = new Set(childrenOf(process.pid));
    const checkers = openCheckers(anchor);
    try {
      const grade = () => gradeWorld("03-bridge", anchor.pid, { timeout: 10, files, checkers });
      await grade();
      for (const pid of childrenOf(process.pid) ?? []) if (!before.has(pid)) killIfThere(pid, "SIGKILL");
      // it is asked before, while and after it ends
      for (const { checks } of await Promise.all([grade(), grade(), grade()]))
        expect(outcomes(checks)).toEqual(["sound pass"]);
    } finally {
      checkers.close();
    }
  }));
