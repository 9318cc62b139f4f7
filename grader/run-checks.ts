import { reasonOf } from "../harness/error.ts";
import { type Check, type Finding, MissingNode, type Nodes } from "./check.ts";
import { concerned, described, matches } from "./matches.ts";
import type { TestPoint } from "./test-point.ts";

/** How long a state may take to settle after the last command, ms: the kernel reports carrier a moment later (linkwatch). */
const settling = 400;

/** Runs the checks side by side, each as soon as those it needs have passed; gives their test points in the order of the list. */
export function runChecks(checks: readonly Check[], nodes: Nodes): Promise<TestPoint>[] {
  const running = new Map<Check, Promise<TestPoint>>();
  const start = (check: Check): Promise<TestPoint> => {
    const started = running.get(check) ?? run(check, nodes, () => Promise.all(check.needs.map(start)));
    running.set(check, started);
    return started;
  };
  return checks.map(start);
}

async function run(check: Check, nodes: Nodes, needed: () => Promise<TestPoint[]>): Promise<TestPoint> {
  const { id, points } = check;
  const missing = (await needed()).filter((point) => point.outcome !== "pass");
  const begin = performance.now();
  const point = (rest: Partial<TestPoint> & Pick<TestPoint, "outcome">): TestPoint => ({
    id,
    points: rest.outcome === "pass" ? points : 0,
    maxPoints: points,
    needs: check.needs.map((need) => need.id),
    durationMs: Math.round(performance.now() - begin),
    ...rest,
  });
  if (missing.length) return point({ outcome: "skip", blockedBy: missing.map((need) => need.id) });
  try {
    for (;;) {
      const finding = await check.read(nodes);
      const { value, seen } = finding;
      if (matches(value, check.expect)) return point({ outcome: "pass", seen });
      if (performance.now() - begin < settling) await Bun.sleep(20);
      else
        return point({
          outcome: "fail",
          expected: described(check.expect),
          actual: concerned(value, check.expect),
          seen,
          ...causeOf(finding),
        });
    }
  } catch (error) {
    if (error instanceof MissingNode)
      return point({
        outcome: "fail",
        expected: `a network namespace "${error.node}"`,
        actual: "none",
        seen: "ip netns",
      });
    return point({ outcome: "error", actual: reasonOf(error) });
  }
}

/** The cause of a failure is a service: where it cannot be looked for, the check has failed all the same. */
function causeOf({ explain }: Finding): Pick<TestPoint, "broken"> {
  if (!explain) return {};
  try {
    return { broken: explain() ?? null };
  } catch {
    return {};
  }
}
