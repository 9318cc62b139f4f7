// What a run of the grader leaves in the gradebook for the modes that come after it: they are not told again.

import type { Course } from "./course.ts";

/** A student's state and points for a lab, of which work and by which grader, by "student\0lab". */
export type Snapshot = Record<string, { state: string; score: number; sha256?: string; grader?: string }>;

export type Change = { student: string; lab: string; before?: Snapshot[string]; now?: Snapshot[string] };

/** Work that a run graded again, though it is as it was: another version of the course may judge it otherwise. */
export type Regraded = { count: number; from: string[]; to: string };

export type Settings = {
  /** The labs to grade, where they were named. */
  labs?: string[];
  /** When all of it was due: ISO 8601. */
  due?: string | null;
  course?: Course | null;
  timeout?: number;
  isIndividual?: boolean;
  /** Of each student's published page: its name, without the ending. */
  pages?: Record<string, string>;
  /** What counted when the last run was done, and what was another then than at the end of the run before. */
  last?: Snapshot;
  changes?: Change[];
  /** Null where the last run graded none again for that. */
  regraded?: Regraded | null;
};
