// A student's own values in place of the notes': addresses, and the names of containers, hosts and the bridge. Labs,
// checks and texts are all written with the notes' values, and are translated whole word by whole word.

import { addressesOf, isExchanged } from "./address.ts";
import { isAlike } from "./alike.ts";
import { draws, keyOf, shuffled } from "./draw.ts";

export type Values = {
  /** Are they the notes' own? */
  areNotes: boolean;
  /** A text with the student's values in place of the notes'. */
  of(text: string): string;
  /** What a text names that a student has values of their own for, each with the value; addresses without `/16`. */
  in(text: string): Map<string, string>;
  /** The id of a check again as the course text has it: a check's id may be made of a node's name. */
  canonicalId(id: string): string;
  /** How much more a student has than the notes, where a lab has more: 1 or 2 containers (a task); without a student 0. */
  further: number;
};

// the names with a number that the labs give: docker1, web2, host3, net0; and what leads there: vdocker1, port-host3
export const stems = ["docker", "web", "host", "net"] as const;
const name = new RegExp(`(?<![\\w-])(v|port-)?((?:${stems.join("|")})\\d)(?![\\w-])`);
// as Docker names the host's end of a cable: veth8c41e07
const cable = /(?<![\w-])veth([0-9a-f]{7})(?![\w-])/;
const address = /(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3})(\/\d+)?(?!\w|\.\d)/;
// after a word, what keeps the columns of a drawing: the student's word may be longer or shorter
const filler = /( {2,}| -{3,}| ─{3,})?/;
const word = new RegExp(`(?:${name.source}|${cable.source}|${address.source})${filler.source}`, "g");
// 172.16.0.0/12 and its like are about everybody's addresses
const isOneNetwork = (prefix = ""): boolean => prefix === "" || Number(prefix.slice(1)) >= 16;

/** The values of nobody: the notes'. */
const notes: Values = {
  areNotes: true,
  of: (text) => text,
  in: (text) => new Map(wordsIn(text).map((found) => [found, found])),
  canonicalId: (id) => id,
  further: 0,
};

const wordsIn = (text: string): string[] =>
  Array.from(text.matchAll(word), ([, lead = "", named, end, quad, prefix]) => {
    if (quad) return isExchanged(quad) && isOneNetwork(prefix) ? quad : "";
    return named ? lead + named : `veth${end}`;
  }).filter(Boolean);

/**
 * A student's values in one lab: the same for the same three, and others for any other. The student's id is any text; how
 * its accents are encoded (Unicode NFC) and spaces around it make no difference. No student: the notes'
 * values; so also in a lab that is the same for everybody.
 */
export function valuesOf(lab: string, student: string | undefined, secret = process.env.COURSE_SECRET ?? ""): Values {
  if (student === undefined || isAlike(lab)) return notes;
  const key = keyOf(lab, student.normalize("NFC").trim(), secret);
  const names = namesOf(key);
  const known = new Map(Array.from(names, ([notes, own]) => [own, notes]));
  const mask = 1 + (draws(key, "cables").next().value % 0xfffffff);
  const addressOf = addressesOf(key);

  const own = (lead = "", named?: string, end?: string, quad?: string, prefix = ""): string => {
    if (named) return lead + names.get(named);
    if (end) return `veth${(Number.parseInt(end, 16) ^ mask).toString(16).padStart(7, "0")}`;
    return (isOneNetwork(prefix) ? addressOf(quad!) : quad) + prefix;
  };
  const of = (text: string): string =>
    text.replaceAll(word, (found: string, lead, named, end, quad, prefix, after = "") => {
      const is = own(lead, named, end, quad, prefix);
      return is + fitted(after, found.length - after.length - is.length);
    });
  return {
    areNotes: false,
    of,
    in: (text) => new Map(wordsIn(text).map((found) => [found, of(found)])),
    canonicalId: (id) => id.replaceAll(/(?<!\w)[a-z]+\d{3}(?!\w)/g, (found) => known.get(found) ?? found),
    further: 1 + (draws(key, "further").next().value % 2),
  };
}

/** Each name of the notes with the student's: the same with a number of three digits, and docker0 as Docker names its other bridges. */
function namesOf(key: Uint8Array): Map<string, string> {
  const digits = Array.from({ length: 10 }, (_, digit) => digit);
  const all = stems.flatMap((stem) => digits.map((digit) => stem + digit));
  const numbers = Array.from({ length: 900 }, (_, at) => at + 100);
  const own = shuffled(numbers, key, "names", all.length);
  return new Map(all.map((notes, at) => [notes, (notes === "docker0" ? "br" : notes.slice(0, -1)) + own[at]]));
}

/** A filler that is longer by so many signs, or shorter, as far as there are any. */
const fitted = (filler: string, more: number): string =>
  filler && (more < 0 ? filler.slice(0, Math.max(2, filler.length + more)) : filler + filler.at(-1)!.repeat(more));
