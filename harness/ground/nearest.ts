/**
 * The known word that was most likely meant: the one that begins as typed, or the one with the fewest letters that are wrong,
 * missing, too many or exchanged. Undefined where none is near: a third of the letters may be wrong.
 */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const word = typed.toLowerCase();
  const begun = word.length > 1 ? known.filter((candidate) => candidate.toLowerCase().startsWith(word)) : [];
  if (begun.length === 1) return begun[0];
  const most = (candidate: string) => Math.floor(Math.max(word.length, candidate.length) / 3);
  const [best] = known
    .filter((candidate) => Math.abs(candidate.length - word.length) <= most(candidate))
    .map((candidate) => ({ candidate, apart: distance(word, candidate.toLowerCase()) }))
    .filter(({ candidate, apart }) => apart <= most(candidate))
    .sort((one, other) => one.apart - other.apart);
  return best?.candidate;
}

/** Edits between two words, two letters exchanged counting as one (optimal string alignment). */
function distance(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const here = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      const exchanged =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      here[column] = Math.min(
        rows[row - 1]![column]! + 1,
        here[column - 1]! + 1,
        rows[row - 1]![column - 1]! + (same ? 0 : 1),
        ...(exchanged ? [rows[row - 2]![column - 2]! + 1] : []),
      );
    }
    rows.push(here);
  }
  return rows[one.length]![other.length]!;
}
