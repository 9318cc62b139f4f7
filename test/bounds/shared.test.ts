// What all worlds of a machine share, and what becomes of a grade when it failed meanwhile. The counters are made up: the real attacks
// have a command of their own (test/hostile.ts --storms).

import { describe, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openLoad } from "../../grader/class/load.ts";
import { openSlots } from "../../grader/class/slots.ts";
import { inTurns, type Turn } from "../../grader/class/turns.ts";
import { openWeather } from "../../grader/class/weather.ts";
import { gradeWorld } from "../../grader/grading/grade.ts";
import type { LabGrade } from "../../grader/grading/lab-grade.ts";
import type { TestPoint } from "../../grader/tap/test-point.ts";
import { project } from "../../harness/ground/paths.ts";
import { framesOf, trafficBetween } from "../../harness/kernel/dev-counts.ts";
import { failuresBetween, readShared, type Shared } from "../../harness/kernel/shared.ts";
import type { Group } from "../../harness/sandbox/groups.ts";
import { openLimits, scarce } from "../../harness/sandbox/limits.ts";
import { scarcityLooker } from "../../harness/sandbox/scarcity.ts";
import { newFolder } from "../folder.ts";
import { inWorld } from "../world.ts";

const folder = newFolder("shared");

describe("the counters", () => {
  const procNet = (arp: string[], softnet: string[]) => {
    const root = mkdtempSync(join(folder, "proc-"));
    mkdirSync(join(root, "stat"));
    const names = "entries  allocs   destroys table_fulls\n";
    if (arp.length) writeFileSync(join(root, "stat/arp_cache"), `${names}${arp.join("\n")}\n`);
    writeFileSync(join(root, "softnet_stat"), `${softnet.join("\n")}\n`);
    return root;
  };

  test("are hexadecimal, a line for each processor, and added up", () => {
    const root = procNet(
      ["0000000b 000009d0 00000a1d 0000000a", "0000000b 000009d0 00000a1d 00000010"],
      ["0000fcd8 00000002 00000000", "00011afe 0000000f 00000002"],
    );
    expect(readShared(root)).toEqual({ neighbours: 26, packets: 17 });
  });

  test("that are not there are not read: the neighbour tables are seen in the machine's first namespace only", () => {
    expect(readShared(procNet([], ["0000fcd8 00000002 00000000"]))).toEqual({ packets: 2 });
    expect(readShared(join(folder, "nowhere"))).toEqual({});
  });

  test("that rose are told in words", () => {
    expect(failuresBetween({ neighbours: 3, packets: 1 }, { neighbours: 15, packets: 1 })).toEqual([
      "the machine's IPv4 neighbour table was full (12 times)",
    ]);
    expect(failuresBetween({}, { packets: 7, neighbours6: 1 })).toHaveLength(2);
    expect(failuresBetween({ packets: 7 }, {})).toEqual([]);
  });

  test("of links are read for any process, and the busiest is named", () => {
    expect([...framesOf(process.pid).keys()]).toContain("lo");
    const traffic = trafficBetween(
      new Map([["a", 5]]),
      new Map([
        ["a", 105],
        ["b", 9],
      ]),
      100,
    );
    expect(traffic).toEqual({ node: "host", ifname: "a", perSecond: 1000, all: 1000 });
  });
});

test("what the processors are busy with is read from the kernel's accounts", () => {
  const proc = mkdtempSync(join(folder, "load-"));
  const write = (running: number, softirq: number, rest: number) => {
    writeFileSync(join(proc, "loadavg"), `0.1 0.2 0.3 ${running}/200 4711\n`);
    writeFileSync(join(proc, "stat"), `cpu  ${rest} 0 0 0 0 0 ${softirq} 0 0 0\ncpu0 1 1 1 1 1 1 1\n`);
  };
  write(1, 0, 100);
  const load = openLoad(proc);
  write(2, 10, 190);
  expect(load()).toEqual({ isCrowded: false, isStormy: false });
  write(900, 60, 210);
  expect(load()).toEqual({ isCrowded: true, isStormy: true });
});

/** A check that sends something and loses it, the first `times` times. */
function losing(times: number) {
  const path = join(mkdtempSync(join(folder, "checks-")), "03-losing.ts");
  const count = `${path}.count`;
  writeFileSync(
    path,
    `import { existsSync, readFileSync, writeFileSync } from "node:fs";
    import { check } from "${join(project, "grader/vocabulary/check.ts")}";
    const asked = () => (existsSync("${count}") ? Number(readFileSync("${count}", "utf8")) : 0);
    writeFileSync("${count}", String(asked() + 1)); // once for each time that it is loaded
    export default [check("lossy", {
      points: 2,
      read: async ({ host }) => ({
        value: asked() > ${times} ? "arrived" : "lost", seen: "ping", lost: { from: host, to: host, address: "192.0.2.1" },
      }),
      expect: "arrived",
      brokenBy: "",
    })];`,
  );
  return [{ name: "03-losing.ts", path, isExecutable: false }];
}

/** A reader of counters that rise each time that they are read. */
function rising(times = Number.POSITIVE_INFINITY) {
  let reads = 0;
  return (): Shared => ({ neighbours: Math.min(reads++, times) });
}

describe("what was lost", () => {
  const grade = (times: number, read: () => Shared, more = {}) =>
    inWorld(({ anchor }) =>
      gradeWorld("03-bridge", anchor.pid, { timeout: 10, files: losing(times), readShared: read, ...more }),
    );

  test.concurrent("while nothing failed is a fail", async () => {
    const { checks, score } = await grade(9, () => ({ neighbours: 5 }));
    expect(checks).toMatchObject([{ outcome: "fail", isProbed: true, actual: "lost" }]);
    expect(score).toBe(0);
  });

  test.concurrent("while the table was full is asked again", async () => {
    expect((await grade(1, rising())).checks).toMatchObject([{ outcome: "pass", points: 2 }]);
  });

  test.concurrent("each of three times is an error, with the reason", async () => {
    const { checks } = await grade(9, rising());
    const actual = "it got lost, and meanwhile the machine's IPv4 neighbour table was full (1 times)";
    expect(checks).toMatchObject([{ outcome: "error", points: 0, actual }]);
  });

  test.concurrent("while the table was full, and once more when it was not, is a fail", async () => {
    expect((await grade(9, rising(2))).checks).toMatchObject([{ outcome: "fail" }]);
  });

  test.concurrent("beside others is not asked again at once", async () => {
    expect((await grade(1, rising(), { isCrowded: true })).checks).toMatchObject([{ outcome: "error" }]);
  });
});

describe("the machine's memory", () => {
  const GiB = 1024 * 1024; // KiB
  const isScarce = (total: number, ...available: number[]) => {
    let at = 0;
    const look = scarcityLooker(
      () =>
        `MemTotal: ${total} kB\nMemFree: 1 kB\nMemAvailable:   ${available[Math.min(at++, available.length - 1)]} kB\n`,
    );
    return available.slice(1).map(() => look());
  };

  test("is scarce where less than 1 GiB is left, or than a tenth of a small machine's", () => {
    expect(isScarce(24 * GiB, 20 * GiB, GiB + 1, GiB - 1)).toEqual([false, true]);
    expect(isScarce(4 * GiB, 3 * GiB, 0.5 * GiB, 0.25 * GiB)).toEqual([false, true]);
  });

  test("is not, where it was little before, or where nobody can tell", () => {
    expect(isScarce(24 * GiB, 1.5 * GiB, 0.125 * GiB)).toEqual([false]);
    expect(scarcityLooker(() => "")()).toBe(false);
  });

  test("ends a world when it is", () => {
    let left = 20 * GiB;
    const group = { isLimiting: true, isOutOfMemory: () => false } as Group;
    const read = () => `MemTotal: ${24 * GiB} kB\nMemAvailable: ${left} kB\n`;
    const anchor = { pid: process.pid, startTime: "", boot: "" };
    const passed = () => openLimits({ anchor, group }, scarcityLooker(read));
    const [before, meanwhile] = [passed(), passed()];
    expect(before()).toBeUndefined();
    left = 0;
    expect(meanwhile()).toBe(scarce);
    expect(passed()()).toBeUndefined();
  });
});

describe("a class", () => {
  const point = (rest: Partial<TestPoint>): TestPoint => ({
    ...{ id: "a", outcome: "pass", points: 0, maxPoints: 1, needs: [], durationMs: 0 },
    ...rest,
  });
  const turn = (checks: Partial<TestPoint>[], rest: Partial<Turn<LabGrade>> = {}) => ({
    ...rest,
    grade: { lab: "03-bridge", score: 0, maxScore: 1, checks: checks.map(point), complaints: [], ...rest.grade },
  });
  const cause = { what: "link-down", node: "host", facts: {}, seen: "ip link" } as unknown as NonNullable<
    TestPoint["cause"]
  >;
  const storm = { what: "storm", node: "host", ifname: "veth1", perSecond: 9e5, all: 1e6 } as const;
  const ran = { status: 137, output: "", seconds: 10, ended: "it took more than 10 s" };

  /** Grades by what is given for each time; tells how often each was graded beside others and alone, in the order of the ends. */
  async function graded(plan: Record<string, ReturnType<typeof turn>[]>) {
    const log: Record<string, string[]> = {};
    const ends: string[] = [];
    let running = 0;
    await inTurns(Object.keys(plan), {
      slots: openSlots(2),
      calm: async () => expect(running).toBe(0),
      grade: async (name, round) => {
        running++;
        await Bun.sleep(1);
        if (round !== "crowded") expect(running).toBe(1);
        running--;
        log[name] = [...(log[name] ?? []), round];
        return plan[name]![Math.min(log[name]!.length, plan[name]!.length) - 1]!;
      },
      done: (name) => ends.push(name),
    });
    return { log, ends };
  }

  test("is graded once, and what is unsure again at its end, alone, three times at most", async () => {
    const right = turn([{ points: 1 }]);
    const lost = { outcome: "fail", isProbed: true } as const;
    const { log, ends } = await graded({
      right: [right],
      wrong: [turn([{ outcome: "fail" }])],
      explained: [turn([{ ...lost, cause }])],
      lost: [turn([lost])],
      unlucky: [turn([{ outcome: "error" }]), right],
      never: [turn([{ outcome: "error" }])],
      storm: [turn([], { grade: { circumstances: [storm] } as unknown as LabGrade })],
      ended: [turn([], { isStorm: true }), right],
      slow: [turn([], { heldFor: 9, grade: { script: ran } as LabGrade }), right],
      endless: [turn([], { heldFor: 1, grade: { script: ran } as LabGrade })],
      scarce: [turn([], { grade: { script: { ...ran, ended: scarce } } as LabGrade })],
    });
    const [once, twice] = [["crowded"], ["crowded", "alone"]];
    expect(log).toEqual({
      right: once,
      wrong: once,
      explained: once,
      lost: twice,
      unlucky: twice,
      never: [...twice, "last"],
      storm: twice,
      ended: twice,
      slow: twice,
      endless: once,
      scarce: twice,
    });
    expect(ends.toSorted()).toEqual(Object.keys(log).toSorted());
    expect(ends.slice(0, 4).toSorted()).toEqual(["endless", "explained", "right", "wrong"]);
  });
});

test("the weather counts when too many want a processor, and waits until nothing fails", async () => {
  let reads = 0;
  const weather = openWeather(
    () => ({ packets: Math.min(++reads, 3) }),
    () => ({ isCrowded: true, isStormy: false }),
  );
  const world = weather.follow({ pid: process.pid, startTime: "", boot: "" });
  await weather.calm();
  expect(reads).toBeGreaterThan(3);
  expect(world.heldFor()).toBeGreaterThan(0);
  expect(world.isStorm()).toBe(false);
  weather.close();
});
