// The course text, walked by somebody at a terminal of 80 columns and 24 rows who types only what is on the screen: reads it to its
// end, has the lab built step by step, and types what the questions and the closing words show.
// bun test/text-walk.ts [NN …]     these labs, or all, in both languages; prints what was not as it should be

import { dirname } from "node:path";
import { mainly } from "../harness/ground/error.ts";
import { labMeant, labNames } from "../harness/lab/names.ts";
import type { Language } from "../harness/text/language.ts";
import { programOnTerminal } from "./exercise/terminal.ts";
import { openScreen } from "./screen.ts";
import { everybody, type Who } from "./who.ts";

export type Walk = {
  pages: number;
  /** Commands that the lab ran step by step, and those that were typed. */
  told: string[];
  typed: string[];
  /** What was not as it should be, a sentence each. */
  wrong: string[];
};

const patience = 60_000; // ms, of one command
const prompt = /\[(\d+)\] walker\$ $/;

/** A shell in the course's folder, as the README begins with it, and somebody who looks at its screen. */
function openShell(who: Who, language: Language) {
  const { NO_COLOR: _, ...own } = who.env; // code is in a colour
  const env = {
    ...own,
    PATH: `${who.env.PATH}:${dirname(process.execPath)}`,
    LANG: language === "zh" ? "zh_CN.UTF-8" : "C.UTF-8",
    PS1: "[$?] walker$ ",
  };
  const terminal = programOnTerminal({ ...who, env }, ["bash", "--norc", "--noprofile"]);
  const screen = openScreen();
  let read = 0;
  const look = () => {
    const text = terminal.text();
    screen.write(text.slice(read));
    read = text.length;
    return screen;
  };
  /** Types, and waits for the shell or for what else is to come; gives what came. */
  const type = async (keys: string, wanted = prompt): Promise<string> => {
    const late = Promise.withResolvers<never>();
    const bell = setTimeout(
      () => late.reject(new Error(`"${keys}" came to no end:\n${look().rows().join("\n")}`)),
      patience,
    );
    return Promise.race([terminal.type(keys, wanted), late.promise]).finally(() => clearTimeout(bell));
  };
  return { ...terminal, type, enter: (command: string, wanted?: RegExp) => type(`${command}\r`, wanted), look };
}

type Shell = ReturnType<typeof openShell>;

/** The pager's last line, which says how to leave; it may come in two pieces. */
const pagerEnd = /(?:Space|\(END\))[^\r\n]*\bq\b[^\r\n]*$/;

/** Reads the text page by page; gives its lines. */
async function readText(shell: Shell, file: string, walk: Walk): Promise<string[]> {
  await shell.enter(`bun ${file} text`, pagerEnd);
  for (walk.pages = 1; ; walk.pages++) {
    const row = shell.look().rows().findLast(Boolean) ?? "";
    if (row.startsWith("(END)")) break;
    await shell.type(" ", pagerEnd);
  }
  await shell.type("q");
  const all = shell.look().lines();
  const lines = all.slice(all.findLastIndex((line) => line.endsWith(`${file} text`)) + 1);
  const isCommand = (line: string) => /^ {2}[$>] |^ *bun /.test(line); // whole, on a line of its own
  const cut = lines.filter((line) => Bun.stringWidth(line) > 80 && line.trim().includes(" ") && !isCommand(line));
  walk.wrong.push(...cut.map((line) => `a word is cut at the edge of the screen: "${line}"`));
  return lines;
}

/** Has the lab built, with Enter at each pause; gives all that was printed. */
async function build(shell: Shell, file: string, walk: Walk): Promise<string> {
  const pause = /\[\d+ (?:of|\/) \d+[^\]]*\] (?:\x1b\[22m)?$/;
  const either = new RegExp(`${pause.source}|${prompt.source}`);
  let printed = await shell.enter(`bun ${file} --step`, either);
  for (let said = printed; !prompt.test(said); printed += said) {
    const row = shell.look().rows().findLast(Boolean) ?? "";
    if (!/Enter|回车/.test(row)) walk.wrong.push(`a pause does not say how to go on: "${row}"`);
    said = await shell.type("\r", either);
  }
  walk.told = plain(printed)
    .split("\n")
    .flatMap((line) => (line.startsWith("$ ") ? line.slice(2) : []));
  if (statusOf(printed) !== 0) walk.wrong.push(`the lab was not built: ${plain(printed).slice(-300)}`);
  return printed;
}

const plain = (text: string): string => text.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]/g, "").replaceAll("\r", "");
const statusOf = (said: string): number => Number(prompt.exec(plain(said))?.[1] ?? Number.NaN);

/** Commands in the text: on lines of their own, those that go on in the next line with it. */
const commandsIn = (lines: string[]): string[] =>
  lines
    .join("\n")
    .replaceAll("\n  > ", "\n")
    .split("\n  $ ")
    .slice(1)
    .map((part) => part.split("\n", 1)[0]!);

/** Those among the words, in a colour of their own. */
const colouredIn = (printed: string): string[] =>
  [...printed.matchAll(/\x1b\[36m([^\x1b]*)\x1b\[39m/g)].map(([, code]) => code!.replaceAll("\r\n", " "));

/** Not typed: what waits for somebody's Ctrl-C, what begins the lab anew, what leaves a file in the folder; fragments of commands. */
const isToType = (command: string): boolean =>
  /^bun (?:labs|grader) ?/.test(command) && !/monitor|exercise|--watch|>|\b[A-Z]{3,}\b(?! )|…/.test(command);

/** Types what is on the screen; in a lab's shell it looks round, and leaves as the shell says. */
async function typeAll(shell: Shell, commands: string[], walk: Walk): Promise<void> {
  for (const command of commands) {
    if (!shell.look().lines().join("\n").includes(command)) walk.wrong.push(`not on the screen as a whole: ${command}`);
    walk.typed.push(command);
    if (/ shell\b/.test(command)) {
      await shell.enter(command, /\(exit [^)]*\)[^\n]*# $/);
      await shell.enter("exit");
      continue;
    }
    const said = plain(await shell.enter(command));
    if (statusOf(said) === 2 && !/ -- /.test(command)) walk.wrong.push(`${command}: ${said}`);
    if (/\n→ .*--help/.test(said)) walk.wrong.push(`refused: ${said}`);
  }
}

/** Everything, of one lab. */
export async function walkText(who: Who, lab: string, language: Language): Promise<Walk> {
  const walk: Walk = { pages: 0, told: [], typed: [], wrong: [] };
  const file = `labs/${lab}.ts`;
  const shell = openShell(who, language);
  await shell.until(prompt);
  try {
    const lines = await readText(shell, file, walk);
    const [untilDocker] = chunks(lines, /^━━ (?:With real Docker|用真正的 Docker)/);
    const shown = commandsIn(untilDocker!);
    const printed = await build(shell, file, walk);
    const untold = walk.told.filter((command) => !shown.includes(command));
    walk.wrong.push(...untold.map((command) => `the lab runs what the text does not show: ${command}`));
    const closing = printed.slice(printed.lastIndexOf("━━ ", printed.lastIndexOf("━━ ") - 1));
    const asked = shown.filter((command) => !walk.told.includes(command) && isToType(command));
    await typeAll(shell, [...asked, ...colouredIn(closing).filter(isToType)], walk);
    await shell.enter(`bun ${file} down`);
  } finally {
    shell.end();
  }
  return walk;
}

function chunks(lines: string[], heading: RegExp): string[][] {
  const at = lines.findIndex((line) => heading.test(line));
  return at < 0 ? [lines] : [lines.slice(0, at), lines.slice(at)];
}

if (import.meta.main)
  await mainly(async () => {
    const words = process.argv.slice(2);
    const labs = words.length
      ? words.map((word) => labMeant(word, (number) => `bun test/text-walk.ts ${number}`))
      : labNames();
    const [who] = everybody({});
    let wrong = 0;
    for (const lab of labs)
      for (const language of ["en", "zh"] as const) {
        const walk = await walkText(who!, lab, language);
        const counts = `${walk.pages} pages, ${walk.told.length} commands told, ${walk.typed.length} typed`;
        process.stdout.write(`${lab} ${language}: ${counts}\n${walk.wrong.map((one) => `  ${one}\n`).join("")}`);
        wrong += walk.wrong.length;
      }
    return wrong ? 1 : 0;
  });
