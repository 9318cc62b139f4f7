// What a terminal shows: a grid of rows and columns, after all that was written to it. ECMA-48, as far as pagers and shells use it.

export type Screen = {
  write(text: string): void;
  /** The rows as they are read, without the spaces at their ends. */
  rows(): string[];
  /** The same with all that went off at the top; rows that are one line, wider than the screen, are one. */
  lines(): string[];
};

export function openScreen(columns = 80, height = 24): Screen {
  const blank = (): Row => ({ cells: Array(columns).fill(" "), goesOn: false });
  const gone: Row[] = [];
  const grid = Array.from({ length: height }, blank);
  let [row, column, rest] = [0, 0, ""];

  const down = () => {
    if (row < height - 1) row++;
    else {
      gone.push(grid.shift()!);
      grid.push(blank());
    }
  };

  const put = (sign: string) => {
    const width = Bun.stringWidth(sign);
    if (width === 0) return;
    if (column + width > columns) {
      grid[row]!.goesOn = true;
      column = 0;
      down();
    }
    grid[row]!.cells.fill("", column, column + width);
    grid[row]!.cells[column] = sign;
    column += width;
  };

  const erase = (from: number, to: number) => {
    for (let at = from; at < to; at++) grid[at] = blank();
  };

  const control = (numbers: string, kind: string) => {
    const [first = 0, second = 0] = numbers.split(";").map(Number);
    const { cells } = grid[row]!;
    if (kind === "K") cells.fill(" ", first === 0 ? column : 0, first === 1 ? column + 1 : columns);
    else if (kind === "J" && first === 2) erase(0, height);
    else if (kind === "J") {
      cells.fill(" ", column);
      erase(row + 1, height);
    } else if (kind === "H") [row, column] = [Math.max(first, 1) - 1, Math.max(second, 1) - 1];
    else if (kind === "A") row = Math.max(row - (first || 1), 0);
    else if (kind === "B") row = Math.min(row + (first || 1), height - 1);
    else if (kind === "C") column = Math.min(column + (first || 1), columns - 1);
    else if (kind === "D") column = Math.max(column - (first || 1), 0);
    else if (kind === "G") column = Math.max(first, 1) - 1;
  };

  const sequence =
    /^\x1b(?:\[([0-9;]*)([A-Za-ln-z])|\[[0-9;]*m|\[[?>][0-9;]*[a-zA-Z]|\][^\x07]*\x07|[=>M78]|\([A-Z0-9])/;

  return {
    write(text) {
      rest += text;
      while (rest) {
        const [whole, numbers, kind] = sequence.exec(rest) ?? [];
        if (whole === "\x1bM") row = Math.max(row - 1, 0);
        if (kind !== undefined) control(numbers!, kind);
        if (whole !== undefined) rest = rest.slice(whole.length);
        else if (rest[0] === "\x1b" && rest.length < 20)
          return; // its end is still to come
        else {
          const sign = String.fromCodePoint(rest.codePointAt(0)!);
          rest = rest.slice(sign.length);
          if (sign === "\n") down();
          else if (sign === "\r") column = 0;
          else if (sign === "\b") column = Math.max(column - 1, 0);
          else if (sign === "\t") column = Math.min((Math.floor(column / 8) + 1) * 8, columns - 1);
          else if (sign >= " ") put(sign);
        }
      }
    },
    rows: () => grid.map(textOf),
    lines() {
      const lines: string[] = [];
      for (const [at, row] of [...gone, ...grid].entries())
        if ((gone[at - 1] ?? grid[at - 1 - gone.length])?.goesOn) lines[lines.length - 1] += textOf(row);
        else lines.push(textOf(row));
      return lines;
    },
  };
}

const textOf = ({ cells, goesOn }: Row): string => (goesOn ? cells.join("") : cells.join("").trimEnd());

type Row = { cells: string[]; goesOn: boolean };
