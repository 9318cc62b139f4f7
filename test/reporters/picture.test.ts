// The picture in reports: a failed check shows the place on the topology; where all is right, and for a world that was not kept, there is none.

import { expect, test } from "bun:test";
import type { LabGrade } from "../../grader/grading/lab-grade.ts";
import { pictureOf, wrongPlaces } from "../../grader/reporters/picture.ts";
import type { TestPoint } from "../../grader/tap/test-point.ts";
import { bridged } from "../graph/worlds.ts";

const point = (rest: Partial<TestPoint>): TestPoint => ({
  ...{ id: "a", outcome: "fail", points: 0, maxPoints: 1, needs: [], durationMs: 1 },
  ...rest,
});
const graded = (checks: TestPoint[], world = bridged(2)): LabGrade => ({
  ...{ lab: "03-bridge", score: 0, maxScore: 1, complaints: [] },
  checks,
  evidence: { state: "", world },
});
const cause = { node: "host", what: "link-down", facts: { link: "veth1" }, seen: "ip link show veth1" } as const;

test("what stopped a ping is marked with its cable, whichever check failed first", () => {
  const picture = pictureOf(graded([point({ seen: "ip -n docker1 link" }), point({ id: "b", cause })]))!.markup;
  expect(picture).toContain('class="wire wrong" data-key="host veth1 ══ docker1 eth0"');
  expect(picture).toContain('class="pin wrong" data-key="host veth1"');
  expect(picture).not.toContain('class="box node wrong"');
});

test("else the node where the first failed check looked; one that is not there is drawn as missing", () => {
  expect(wrongPlaces([point({ seen: "ip -j -n docker2 route" })], bridged(2))).toEqual([{ node: "docker2" }]);
  expect(wrongPlaces([point({ seen: "ip netns exec docker2 sysctl net.ipv4.ip_forward" })], bridged(2))).toEqual([
    { node: "docker2" },
  ]);
  expect(wrongPlaces([point({ seen: "ip link" })], bridged(2))).toEqual([]);
  const picture = pictureOf(graded([point({ seen: "ip -n docker3 link" })]))!.markup;
  expect(picture).toMatch(/class="box node missing" data-key="docker3"[\s\S]*missing/);
});

test("every link that a failed check looked for in vain is drawn as missing", () => {
  const checks = [
    point({ seen: "ip -n docker1 -d link" }),
    point({ id: "b", seen: "ip -n docker2 -d link show eth7" }),
  ];
  const picture = pictureOf(graded(checks))!.markup;
  expect(picture).toContain('<text class="link down missing" data-key="docker2 eth7"');
  expect(picture).toContain(">eth7 missing</text>");
});

test("of the lab's own tasks a cable that is missing is drawn; an exercise that asks for something else has no such cables", () => {
  const checks = [point({ seen: "ip -n docker2 -d link show eth0" })];
  const cable = 'class="wire down missing" data-key="host ? 2 ══ docker2 eth0"';
  expect(pictureOf(graded(checks, bridged(1)))!.markup).toContain(cable);
  expect(pictureOf({ ...graded(checks, bridged(1)), lab: "04-arp", exercise: true })!.markup).not.toContain(
    "══ docker2",
  );
});

test("none where all is right or nothing was kept", () => {
  expect(pictureOf(graded([point({ outcome: "pass" })]))).toBeUndefined();
  expect(pictureOf({ ...graded([point({})]), evidence: { state: "" } })).toBeUndefined();
});
