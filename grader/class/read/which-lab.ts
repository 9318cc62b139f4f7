// Which lab a file is for, by its name and the folders that it lies in: "03-bridge.sh", but also "03.sh", "lab3.sh", "bridge.sh".

/** `exactly`: as the course asks for it. `nearly`: clear all the same, by its own name or by a folder's that it lies in. `noSuchLab`: a number that no lab has. */
export type Meant = { exactly: string } | { nearly: string; isByFolder?: true } | { noSuchLab: string } | undefined;

// what students put before a lab's number
const before = "(?:lab|labs|ex|exercise|hw|homework|task|assignment|assign|project|实验|作业|练习|任务)";
const leading = new RegExp(`^(?:${before}|第)?[\\s_.-]*0*(\\d{1,2})(?!\\d)`, "iu");
const inside = new RegExp(`(?:^|[^a-z])${before}[\\s_.-]*0*(\\d{1,2})(?!\\d)`, "giu");

const isCopy = /(?:~|\.(?:bak|orig|old|save))$/i; // that an editor keeps

/** By the path in the student's folder, of the labs that there are: the file's own name first, then the folders, from the nearest. */
export function labMeantBy(path: string, labs: readonly string[]): Meant {
  const parts = path.normalize("NFKC").split("/").reverse(); // Chinese keyboards write ０３－ too
  const [file = ""] = parts;
  const exact = isCopy.test(file) ? undefined : /^(\d\d)-/.exec(file)?.[1]; // as docs/class says: the number decides
  if (exact) {
    const lab = labs.find((name) => name.startsWith(`${exact}-`));
    return lab ? { exactly: lab } : { noSuchLab: exact };
  }
  for (const [at, part] of parts.entries()) {
    const found = byName(at ? part : part.replace(/(\.\w{1,4})+$/, ""), labs);
    if (found) return at && "nearly" in found ? { ...found, isByFolder: true } : found;
  }
  return undefined;
}

function byName(name: string, labs: readonly string[]): Meant {
  const numbers = new Set([leading.exec(name)?.[1], ...[...name.matchAll(inside)].map(([, number]) => number)]);
  numbers.delete(undefined);
  const words = wordsOf(name);
  const named = labs.filter((lab) => holds(words, wordsOf(lab).slice(1)));
  const numbered = labs.filter((lab) => numbers.has(String(Number(lab.slice(0, 2)))));
  const all = new Set([...named, ...numbered]);
  if (all.size === 1 && (numbers.size === 0 || numbered.length === 1)) return { nearly: [...all][0]! };
  if (all.size === 0 && numbers.size === 1) return { noSuchLab: [...numbers][0]!.padStart(2, "0") };
  return undefined; // nothing, or not one thing
}

/** "CrossHost_v2" is cross, host, v, 2. */
const wordsOf = (name: string): string[] =>
  name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .match(/\p{L}+|\d+/gu) ?? [];

/** Do the words stand there one after another, or written as one? */
const holds = (words: string[], wanted: string[]): boolean =>
  words.includes(wanted.join("")) || ` ${words.join(" ")} `.includes(` ${wanted.join(" ")} `);
