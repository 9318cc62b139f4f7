// The order in which a class is graded: all beside each other, and at the end, one by one, those that may have suffered by that.

import { scarce } from "../../harness/sandbox/limits.ts";
import { isUnexplained } from "../grading/doubt.ts";
import { type LabGrade, worldEnded } from "../grading/lab-grade.ts";
import { isBurden } from "../tap/circumstance.ts";
import type { Slots } from "./slots.ts";

/** How one came out. */
export type Turn<G> = G & {
  grade: LabGrade;
  /** It was ended for what it did to others. */
  isStorm?: boolean;
  /** How long it was held up by the machine, seconds. */
  heldFor?: number;
};

/** Beside others; with nothing else running; or so, and for the last time. */
export type Round = "crowded" | "alone" | "last";

export type Turns<Item, G> = {
  /** Grades one. */
  grade: (item: Item, round: Round) => Promise<Turn<G>>;
  /** Told of each one's last grade. */
  done: (item: Item, turn: Turn<G>) => void;
  slots: Slots;
  /** Waits, when all the others are done, until the machine is at rest. */
  calm: () => Promise<void>;
};

const most = 3; // times that one is graded in all

/** Grades all of them; gives how many were graded again, alone. */
export async function inTurns<Item, G>(items: readonly Item[], { grade, done, slots, calm }: Turns<Item, G>) {
  const again: Item[] = [];
  await Promise.all(
    items.map((item) =>
      slots.run(async () => {
        const turn = await grade(item, "crowded");
        if (isHarmed(turn)) again.push(item);
        else done(item, turn);
      }),
    ),
  );
  for (const item of again) {
    await calm();
    let turn = await grade(item, "alone");
    for (let times = 2; times < most && isUnsure(turn.grade); times++)
      turn = await grade(item, times + 1 < most ? "alone" : "last");
    done(item, turn);
  }
  return again.length;
}

/** May it have come out so because of the others? Or have they suffered by it? */
const isHarmed = ({ grade, isStorm, heldFor = 0 }: Turn<unknown>): boolean =>
  isStorm === true ||
  grade.script?.ended === scarce ||
  isUnsure(grade) ||
  grade.checks.some(isUnexplained) ||
  (grade.circumstances?.some(isBurden) ?? false) ||
  // a script that waited for the machine may have run into its limit by no fault of its own
  (isOutOfTime(grade) && heldFor > (grade.script?.seconds ?? 0) / 4);

const isUnsure = ({ checks, complaints, script }: LabGrade): boolean =>
  complaints.length > 0 || checks.some(({ outcome }) => outcome === "error") || script?.ended === worldEnded; // or somebody else has: whoever runs out of memory, or kills

const isOutOfTime = ({ script }: LabGrade): boolean => /^it took more than [\d.]+ s$/.test(script?.ended ?? "");
