import type { Broken, View, Way } from "../../harness/explain/index.ts";
import { reasonOf } from "../../harness/ground/error.ts";
import { Excess } from "../../harness/kernel/excess.ts";
import type { About } from "../../harness/kernel/facts.ts";
import type { Field } from "../../harness/probe/field.ts";
import type { TestPoint } from "../tap/test-point.ts";
import { type Answers, type Check, MissingNode, type Nodes, Unjudged } from "../vocabulary/check.ts";
import { concerned, described, matches } from "../vocabulary/matches.ts";
import { elsewhere } from "./elsewhere.ts";

/** How long a state may take to settle after the last command, ms: the kernel reports carrier a moment later (linkwatch). */
const toSettle = 400;

/** How long a failure waits for the other checks before it is reported without a cause, ms: one of them may never end. */
const patience = 10_000;

/** The pings of the checks: the last that each sent, and of a check that failed the first that got lost; and where each looked, if that may be told. */
export type Ways = { sent: Map<Check, Way>; lost: Map<Check, Way>; abouts?: Map<Check, About> };

/** Hears of each test point as soon as it is there, and before that of what does not fit at first, though it may yet settle. */
export type Hear = (point: TestPoint) => void;

/** Runs the checks side by side, each as soon as those it needs have passed; gives their test points in the order of the list. */
export function runChecks(
  checks: readonly Check[],
  nodes: Nodes,
  field: Field,
  ways: Ways = { sent: new Map(), lost: new Map() },
  truths: Record<string, Answers> = {},
  { hear = () => {}, settling = toSettle }: { hear?: Hear | undefined; settling?: number } = {},
): Promise<TestPoint>[] {
  const running = new Map<Check, Promise<TestPoint>>();
  const { abouts } = ways;
  const start = (check: Check): Promise<TestPoint> => {
    const known = running.get(check);
    if (known) return known;
    const pointsOf = (needs: Check[]) => Promise.all([...new Set(needs.map(inListed(checks)))].map(start));
    const started = runCheck(check, nodes, field, pointsOf, ways, truths[check.id], { hear, settling });
    running.set(check, started);
    void started.then(hear);
    return started;
  };
  const points = checks.map(start);
  const all = Promise.allSettled(points);
  const explain = explainer(nodes);
  return checks.map(async (check, index) => {
    const point = await points[index]!;
    if (point.outcome !== "fail") return point;
    const way = ways.lost.get(check);
    const about = abouts?.get(check);
    if (abouts && about) {
      await Promise.race([all, Bun.sleep(patience)]); // where the others looked
      const found = elsewhere(check, about, [...abouts.values()], nodes);
      return found.length ? { ...point, elsewhere: found } : point;
    }
    if (!way) return point;
    // to explain takes the thread for a while: a probe that still waits would miss its reply
    const isQuiet = await Promise.race([all, Bun.sleep(patience)]);
    return isQuiet ? { ...point, cause: await explain(way) } : point;
  });
}

/** The check itself, or the one of these that stands for it. */
const inListed =
  (checks: readonly Check[]) =>
  (check: Check): Check =>
    checks.includes(check) ? check : (checks.find(({ covers }) => covers?.includes(check)) ?? check);

async function runCheck(
  check: Check,
  nodes: Nodes,
  field: Field,
  pointsOf: (needs: Check[]) => Promise<TestPoint[]>,
  { sent, lost, abouts }: Ways,
  right: Answers | undefined,
  { hear, settling }: { hear: Hear; settling: number },
): Promise<TestPoint> {
  const { id, points } = check;
  const missingOf = async (needs: Check[]) => (await pointsOf(needs)).filter(({ outcome }) => outcome !== "pass");
  const missing = await missingOf(check.needs);
  const begin = performance.now();
  const point = (rest: Partial<TestPoint> & Pick<TestPoint, "outcome">): TestPoint => ({
    id,
    ...(check.task !== undefined && { task: check.task }),
    points: rest.outcome === "pass" ? points : 0,
    maxPoints: points,
    needs: check.needs.map((need) => need.id),
    durationMs: Math.round(performance.now() - begin),
    ...rest,
  });
  const skipped = (by: TestPoint[]) => point({ outcome: "skip", blockedBy: by.map((need) => need.id) });
  if (missing.length) return skipped(missing);
  try {
    for (let here = field, isFirst = true; ; here = field.anew(), isFirst = false) {
      const reading = check.read(nodes, here, right);
      const isProbed = reading instanceof Promise; // who only reads the kernel need not wait
      const { value, seen, sent: first, lost: way, about, isFinal } = await reading;
      if (about && !check.truth) abouts?.set(check, about);
      if (first) sent.set(check, first);
      if (matches(value, check.expect)) return point({ outcome: "pass", seen });
      const failed = () => {
        const [expected, actual] = [described(check.expect), concerned(value, check.expect)];
        return point({ outcome: "fail", expected, actual, seen, ...(isProbed && { isProbed }) });
      };
      if (isFinal || performance.now() - begin >= settling) {
        if (way) lost.set(check, way);
        return failed();
      }
      if (isFirst && !isProbed) hear(failed());
      await Bun.sleep(20);
    }
  } catch (error) {
    const blockedBy = error instanceof Unjudged ? await missingOf(error.because) : [];
    if (blockedBy.length) return skipped(blockedBy);
    if (error instanceof MissingNode)
      return point({
        outcome: "fail",
        expected: `a network namespace "${error.node}"`,
        actual: error.instead,
        seen: "ip netns",
      });
    // more than can be looked at is the doing of whoever made it
    if (error instanceof Excess)
      return point({ outcome: "fail", expected: error.expected, actual: error.message, seen: error.seen });
    return point({ outcome: "error", actual: reasonOf(error) });
  }
}

/** Looks for the cause of a failure. That is a service: where it cannot be found out, the check has failed all the same. */
function explainer(nodes: Nodes): (way: Way) => Promise<Broken | undefined> {
  let view: View | undefined;
  let isHopeless = false; // what took long to fail once is not tried again
  return async (way) => {
    if (isHopeless) return undefined;
    try {
      const { explain, viewOf } = await import("../../harness/explain/index.ts"); // only a failure pays for it
      view ??= viewOf(Object.values(nodes)); // one for all the checks
      return explain(view, way);
    } catch {
      isHopeless = true;
      return undefined;
    }
  };
}
