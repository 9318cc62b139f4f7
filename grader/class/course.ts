// The file of a course: which labs it has, when they are due, what they weigh, what late work loses, how points are rounded.
// docs/class/course.schema.json has its form.

import { readFileSync } from "node:fs";
import { Mistake, reasonOf } from "../../harness/ground/error.ts";
import { labNamed } from "../grading/catalogue.ts";
import { timeDue } from "./due.ts";

export type LatePolicy = {
  per: "minute" | "hour" | "day";
  /** That a started minute, hour or day takes. */
  percent: number;
  /** Of the points that the script got, or of the lab's. */
  of: "reached" | "maximum";
  /** So many minutes late lose nothing; who is later is late by all of them. */
  grace: number;
  /** No more than this is taken, percent. */
  most: number;
};

export type Course = {
  labs: Record<string, { due?: string; weight: number }>;
  late?: LatePolicy;
  rounding: { digits: number; to: "nearest" | "up" | "down" };
  /** That the whole course gives. */
  points: number;
};

export const noCourse: Course = { labs: {}, rounding: { digits: 2, to: "nearest" }, points: 100 };

type Json = Record<string, unknown>;

/** Reads the file. A `Mistake` for whatever is not in its form. */
export function readCourse(file: string): Course {
  const wrong = (what: string) =>
    new Mistake(`Cannot take the course in "${file}": ${what}`, "docs/class/README.md, “The course”");
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8").replace(/^\ufeff/, "")); // Windows' editors begin with a mark
  } catch (error) {
    throw wrong(reasonOf(error));
  }
  const record = (value: unknown, where: string, keys: string[]): Json => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(`${where} is no object`);
    const other = Object.keys(value).find((key) => !keys.includes(key));
    if (other !== undefined) throw wrong(`${where} has "${other}", and may have ${keys.join(", ")}`);
    return value as Json;
  };
  const number = (value: unknown, where: string, least: number, most = Number.MAX_SAFE_INTEGER) => {
    if (typeof value !== "number" || !(value >= least && value <= most))
      throw wrong(`${where} is no number from ${least}${most < Number.MAX_SAFE_INTEGER ? ` to ${most}` : ""}`);
    return value;
  };
  const one = <const W extends string>(value: unknown, where: string, words: readonly W[]): W => {
    const word = words.find((known) => known === value);
    if (word === undefined) throw wrong(`${where} is none of ${words.join(", ")}`);
    return word;
  };
  const root = record(json, "it", ["$schema", "labs", "late", "rounding", "points"]);
  if (typeof root.labs !== "object" || root.labs === null) throw wrong("it has no labs");
  if (Array.isArray(root.labs)) throw wrong("labs is no object");
  const labs = Object.entries(root.labs).map(([word, value]) => {
    const { due, weight } = record(value, `lab "${word}"`, ["due", "weight"]);
    const time = due === undefined ? undefined : timeDue(String(due));
    if (due !== undefined && !time) throw wrong(`lab "${word}" is due at "${due}": write 2026-11-30T23:59`);
    return [
      labNamed(word),
      {
        weight: weight === undefined ? 1 : number(weight, `the weight of lab "${word}"`, 0),
        ...(time && { due: time.toISOString() }),
      },
    ] as const;
  });
  const twice = labs.find(([lab], at) => labs.findIndex(([other]) => other === lab) < at);
  if (twice) throw wrong(`lab "${twice[0]}" is there twice`);
  const late =
    root.late === undefined ? undefined : record(root.late, "late", ["per", "percent", "of", "grace", "most"]);
  const rounding = record(root.rounding ?? {}, "rounding", ["digits", "to"]);
  const digits = number(rounding.digits ?? 2, "rounding.digits", 0, 6);
  if (!Number.isInteger(digits)) throw wrong("rounding.digits is no whole number");
  return {
    labs: Object.fromEntries(labs),
    ...(late && {
      late: {
        per: one(late.per, "late.per", ["minute", "hour", "day"]),
        percent: number(late.percent, "late.percent", 0, 100),
        of: one(late.of ?? "reached", "late.of", ["reached", "maximum"]),
        grace: number(late.grace ?? 0, "late.grace", 0),
        most: number(late.most ?? 100, "late.most", 0, 100),
      },
    }),
    rounding: {
      digits,
      to: one(rounding.to ?? "nearest", "rounding.to", ["nearest", "up", "down"]),
    },
    points: number(root.points ?? 100, "points", 1),
  };
}

const lengths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 }; // ms

/** The points that are lost by being so late, ms. */
export function lostByLateness({ late }: Course, lateMs: number, score: number, maxScore: number): number {
  if (!late || lateMs <= late.grace * lengths.minute) return 0;
  const percent = Math.min(late.most, Math.ceil(lateMs / lengths[late.per]) * late.percent);
  return Math.min(score, ((late.of === "reached" ? score : maxScore) * percent) / 100);
}

export function rounded({ rounding: { digits, to } }: Course, points: number): number {
  const scaled = Number((points * 10 ** digits).toFixed(6)); // 1.005 * 100 is 100.49999999999999
  const whole = to === "up" ? Math.ceil(scaled) : to === "down" ? Math.floor(scaled) : Math.round(scaled);
  return whole / 10 ** digits;
}
