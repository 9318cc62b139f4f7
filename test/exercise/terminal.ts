// A person at a terminal: a program of the project on a PTY of its own.

import { typed } from "../../harness/lab/record.ts";
import type { Who } from "../who.ts";

const prompt = /\x1b\[1m(\S+)\x1b\[0m:\S*# $/;

/** Starts bun with these words on a terminal. */
export const onTerminal = (who: Who, ...line: string[]) => programOnTerminal(who, [process.execPath, ...line]);

export function programOnTerminal(who: Who, program: string[]) {
  let text = "";
  let look = () => {};
  const decoder = new TextDecoder();
  const child = Bun.spawn([...who.argv, ...program], {
    cwd: who.cwd,
    env: { TERM: "xterm", ...who.env },
    terminal: {
      cols: 80,
      rows: 24,
      data(_, bytes) {
        text += decoder.decode(bytes, { stream: true });
        look();
      },
    },
  });
  let isOver = false;
  const ended = child.exited.finally(() => {
    isOver = true;
    look();
  });
  /** Waits until what came since `from` matches; gives the match. */
  const until = (wanted: RegExp, from = 0) =>
    new Promise<RegExpMatchArray>((resolve, reject) => {
      look = () => {
        const match = text.slice(from).match(wanted);
        if (match) resolve(match);
        else if (isOver) reject(new Error(`The terminal ended before ${wanted}: ${JSON.stringify(text.slice(from))}`));
      };
      look();
    });
  /** Types, and waits for what must come after it: by default a prompt. Gives what came. */
  const type = async (keys: string, wanted = prompt) => {
    const from = text.length;
    child.terminal!.write(keys);
    await until(wanted, from);
    return text.slice(from);
  };
  /** Ctrl-C. bash forgets one that comes just as it begins to read a line; a person presses it again. */
  const interrupt = async () => {
    const from = text.length;
    const again = setInterval(() => child.terminal!.write("\x03"), 500);
    child.terminal!.write("\x03");
    await until(prompt, from).finally(() => clearInterval(again));
  };
  return {
    until,
    type,
    interrupt,
    enter: (keys: string, wanted?: RegExp) => type(`${keys}\r`, wanted),
    text: () => text,
    write: (keys: string) => void child.terminal!.write(keys),
    /** The terminal's local modes, termios(3). */
    modes: () => child.terminal!.localFlags,
    ended,
    end: () => child.kill("SIGHUP"),
  };
}

/** A lab's shell whose prompt is there. */
export async function openShell(who: Who, lab: string, ...node: string[]) {
  const terminal = onTerminal(who, `labs/${lab}.ts`, "shell", ...node);
  const [, name] = await terminal.until(prompt);
  return { ...terminal, name };
}

/** What was typed, as "node status command". */
export function recordOf(who: Who, lab: string): string[] {
  const before = process.env.XDG_STATE_HOME;
  process.env.XDG_STATE_HOME = who.env.XDG_STATE_HOME;
  try {
    const lines = typed(lab).filter(({ command }) => command);
    return lines.map(({ node, status, command }) => `${node} ${status} ${command}`);
  } finally {
    if (before === undefined) delete process.env.XDG_STATE_HOME;
    else process.env.XDG_STATE_HOME = before;
  }
}
