// The exercises in the worlds that they hold in, through the command line: a sandbox, as an ordinary user and as root, and the
// machine's own stack, which is as before afterwards.

import { describe, expect, test } from "bun:test";
import { exerciseFiles } from "../../grader/grading/catalogue.ts";
import { gradeWorld } from "../../grader/grading/grade.ts";
import { truthsOf } from "../../grader/grading/truths.ts";
import { reporterNamed, reporterNames } from "../../grader/reporters/index.ts";
import type { Answers } from "../../grader/vocabulary/check.ts";
import { exerciseOf } from "../../harness/lab/own-exercise.ts";
import { valuesOf } from "../../harness/student/values.ts";
import { asMachine } from "../machine/machine.ts";
import { call, everybody } from "../who.ts";
import { inExercise, ownExercises } from "./exercise.ts";

const student = "student-1";
const forms = ["text", "svg"];
// a ping whose story would tell what is asked
const forbidden: Record<string, [string, string]> = {
  "04-arp": ["docker1", "docker4"],
  "05-iflink": ["host", "172.17.0.2"],
  "07-cross-host": ["host1", "198.51.100.9"],
};

/** What such a node has, as its kernel says it: addresses, MAC addresses, and MTUs that are not a link's usual ones. */
function hadBy(ipJson: string): string[] {
  const links: { address: string; mtu: number; addr_info: { local: string }[] }[] = JSON.parse(ipJson);
  const own = links.filter(({ address }) => address !== "00:00:00:00:00:00");
  return own.flatMap(({ address, mtu, addr_info }) => [
    address,
    ...addr_info.map(({ local }) => local),
    ...(mtu === 1500 ? [] : [`mtu ${mtu}`]),
  ]);
}

/** What a report tells of the right answers; a single word may stand in it for another reason. */
const telling = (report: string, truths: Record<string, Answers>): [string, string[]][] =>
  Object.values(truths).flatMap((answers) =>
    Object.entries(answers).filter(([, words]) => words.length > 1 && report.includes(words.join(" "))),
  );

const users = () => everybody({ LANG: "C.UTF-8", NO_COLOR: "1" });

for (const lab of ownExercises)
  describe(lab, () => {
    const file = `labs/${lab}.ts`;
    const number = lab.slice(0, 2);
    const solving = async (whose?: string) => {
      const { solution } = (await exerciseOf(lab, whose))!;
      return ["exec", "host", "--", "bash", "-ec", solution.join("\n")];
    };

    for (const who of users())
      test.concurrent(`no report and no drawing says what is right, as ${who.name}`, async () => {
        const { truths } = await truthsOf(lab, exerciseFiles(lab), { student, timeout: 30 });
        expect((await call(who, file, "exercise", "--quiet", "--student", student)).status).toBe(0);
        const { hides, questions = [] } = (await exerciseOf(lab, student))!;
        const form = who.name === "root" ? "text" : "html"; // with evidence; every form: the next test
        const wrong = await call(who, "grader/index.ts", number, "--reporter", form);
        const first = await call(who, file, "answer", questions[0]!, "nothing");
        expect(first.out).toBe(`$ echo nothing > /run/answers/${questions[0]}\n`);
        expect(telling(wrong.out, truths!)).toEqual([]);
        const drawn = await Promise.all(forms.map((form) => call(who, file, "graph", "--format", form)));
        const seen = wrong.out + drawn.map(({ out }) => out).join("\n");
        if (hides?.cables) expect(seen).not.toMatch(/══|===|penwidth/);
        for (const node of hides?.nodes ?? []) {
          const has = hadBy((await call(who, file, "exec", node, "--", "ip", "-j", "address")).out);
          expect(has.filter((word) => seen.includes(word))).toEqual([]);
        }
        const [from, to] = forbidden[lab]?.map(valuesOf(lab, student).of) ?? [];
        if (from) {
          const { out, err } = await call(who, file, "walk", from, to!, "--format", "json");
          expect({ out, err }).toEqual({
            out: "",
            err: expect.stringContaining("while the exercise's questions are open"),
          });
        }
        expect((await call(who, file, "down")).status).toBe(0);
      });

    for (const who of users())
      test.concurrent(`solved by commands, as ${who.name}`, async () => {
        expect((await call(who, file, "exercise", "--quiet", "--student", student)).status).toBe(0);
        const { hides } = (await exerciseOf(lab, student))!;
        expect(await call(who, file, ...(await solving(student)))).toMatchObject({ status: 0 });
        const { out, status } = await call(who, "grader/index.ts", number);
        expect(out).toMatch(new RegExp(`^${lab} exercise  (\\d+)/\\1 points\\n`));
        expect(status).toBe(0);
        if (hides?.cables) expect((await call(who, file, "graph")).out).toContain("══"); // it is known now
        expect((await call(who, file, "down")).status).toBe(0);
      });

    test.concurrent("no form of report says what is right", () =>
      inExercise(lab, student, async ({ anchor: { pid } }) => {
        const files = exerciseFiles(lab);
        const { truths } = await truthsOf(lab, files, { student, timeout: 30 });
        const grade = await gradeWorld(lab, pid, { files, student, timeout: 30, evidence: "en" });
        expect(grade.evidence).toBeDefined();
        // classroom50's has points alone, and wants what its runner sets
        for (const form of reporterNames.filter((name) => name !== "classroom50")) {
          const report = await reporterNamed(form);
          for (const language of ["en", "zh"] as const) {
            const said = report([grade], language);
            expect(said).not.toBe("");
            expect({ form, told: telling(said, truths!) }).toEqual({ form, told: [] });
          }
        }
      }));

    test("on the machine: begun, solved, and down leaves nothing of it", () =>
      asMachine(async ({ sh, bun, state }) => {
        const before = await state();
        const begun = await bun(file, "exercise", "--machine", "--yes-this-machine", "--quiet");
        expect({ err: begun.err, status: begun.status }).toEqual({ err: "", status: 0 });
        expect((await bun(file, ...(await solving()))).err).toBe("");
        expect(await sh("ls /run/answers")).not.toBe("");
        expect(await bun(file, "down")).toEqual({ out: "", err: "", status: 0 });
        expect(await state()).toBe(before);
      }));
  });

test.concurrent("04-arp: checking leaves unknown what is asked about", () =>
  inExercise("04-arp", student, async ({ judge, sh }) => {
    const { of } = valuesOf("04-arp", student);
    await judge();
    const known = of("172.17.0.5 172.17.0.3 172.17.0.50 172.17.0.51").split(" ");
    const neighbours = await sh(of("ip -n docker1 neigh"));
    expect(known.filter((address) => neighbours.includes(`${address} `))).toEqual([]);
    const { truths } = await truthsOf("04-arp", exerciseFiles("04-arp"), { student, timeout: 30 });
    const learnt = await sh("bridge fdb show");
    const macs = Object.values(truths!.strangers!).map(([mac]) => mac!);
    expect(macs.filter((mac) => learnt.includes(mac))).toEqual([]);
  }));
