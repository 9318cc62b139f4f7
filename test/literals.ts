// The texts in a TypeScript file: what stands in quotes. A template's holes are written {}.

export type Literal = {
  text: string;
  at: number;
  /** What stands before it, to tell what it is for: `new Mistake(`, `brokenBy:`. */
  before: string;
};

/** Where a regular expression may begin, and nothing is divided: after an operator, not after a value. */
const beforeRegex = /(?:^|[(,=:[!&|?{};\n>]|\breturn)\s*$/;

/** All of them, those in the holes of templates too, in order of their ends. */
export function literalsOf(source: string): Literal[] {
  const found: Literal[] = [];
  let at = 0;

  const quoted = (mark: string): string => {
    let text = "";
    for (at++; at < source.length && source[at] !== mark; at++)
      if (source[at] === "\\") {
        at++;
        text += source[at] === "n" ? "\n" : source[at];
      } else if (mark === "`" && source.startsWith("${", at)) {
        at += 2;
        code("}");
        text += "{}";
      } else text += source[at];
    return text;
  };

  const regex = (): void => {
    let isInSet = false;
    for (at++; at < source.length && (isInSet || source[at] !== "/"); at++) {
      if (source[at] === "\\") at++;
      else if (source[at] === "[") isInSet = true;
      else if (source[at] === "]") isInSet = false;
    }
  };

  /** Up to the bracket that closes what was opened before; to the end where none was. */
  const code = (end?: string): void => {
    for (let depth = 0; at < source.length; at++) {
      const sign = source[at]!;
      if (source.startsWith("//", at)) at = lineEnd(at);
      else if (source.startsWith("/*", at)) at = source.indexOf("*/", at) + 1;
      else if (sign === "/" && beforeRegex.test(source.slice(Math.max(0, at - 20), at))) regex();
      else if ('"`'.includes(sign)) {
        const begin = at;
        const text = quoted(sign);
        found.push({ text, at: begin, before: source.slice(Math.max(0, begin - 60), begin) });
      } else if (sign === "'") {
        const begin = at;
        found.push({ text: quoted("'"), at: begin, before: source.slice(Math.max(0, begin - 60), begin) });
      } else if (sign === "{") depth++;
      else if (sign === "}") {
        if (end && depth === 0) return;
        depth--;
      }
    }
  };

  const lineEnd = (from: number): number => {
    const end = source.indexOf("\n", from);
    return end < 0 ? source.length : end;
  };

  code();
  return found;
}

/** Those among the words of a call, `new Mistake(…)`: up to the bracket that closes it. */
export function literalsInCalls(source: string, call: RegExp): Literal[] {
  return [...source.matchAll(new RegExp(`${call.source}\\(`, "g"))].flatMap(({ index, 0: { length } }) => {
    const begin = index + length;
    let depth = 1;
    const rest = source.slice(begin);
    const within = literalsOf(rest);
    let at = 0;
    for (; depth > 0 && at < rest.length; at++) {
      const literal = within.find((one) => one.at === at);
      if (literal) at += lengthOf(rest, at) - 1;
      else if (rest[at] === "(") depth++;
      else if (rest[at] === ")") depth--;
    }
    return within.filter((one) => one.at < at);
  });
}

/** How many characters a literal takes in the source. */
function lengthOf(source: string, begin: number): number {
  const mark = source[begin]!;
  let holes = 0;
  for (let at = begin + 1; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (mark === "`" && source.startsWith("${", at)) holes++;
    else if (holes && source[at] === "}") holes--;
    else if (!holes && source[at] === mark) return at + 1 - begin;
  }
  return source.length - begin;
}
