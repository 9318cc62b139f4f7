// Breaks text into lines of a terminal. Chinese has no spaces: a line may break before any wide character,
// but not before a mark that closes (the reader would find it alone at the start of a line).

const wide = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]/u;
const closing = /^[，。、；：！？）》」』”’…,.;:!?)]/u;

// a command is copied whole: `ip link` or, coloured, what is between these two escape sequences (style.ts, cyan)
const code = /`[^`]+`|\x1b\[36m[^\x1b]*\x1b\[39m/g;
const kept = "\ue000"; // a blank in one, of the private use area

/** Words that may not be broken, with the blank before them: "a bridge" is two, "网桥" is two. */
function pieces(text: string): string[] {
  const out: string[] = [];
  for (const word of text.split(/(?<=\s)/)) {
    let run = "";
    for (const character of word) {
      const breaks = run !== "" && (wide.test(character) || wide.test(run.at(-1)!)) && !closing.test(character);
      if (breaks && !/[（《「『“‘]$/u.test(run)) {
        out.push(run);
        run = "";
      }
      run += character;
    }
    if (run) out.push(run);
  }
  return out;
}

/**
 * Wraps to `width` columns; continuation lines begin with `indent`. Escape sequences take no column. What is marked as code is not
 * broken: one that is longer than a line has a line of its own.
 */
export function wrap(text: string, width: number, indent = ""): string {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces(text.replace(code, (span) => span.replaceAll(" ", kept)))) {
    if (line.trim() && Bun.stringWidth(line + piece.trimEnd()) > width) {
      lines.push(line.trimEnd());
      line = indent;
    }
    line += piece;
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines.join("\n").replaceAll(kept, " ");
}
