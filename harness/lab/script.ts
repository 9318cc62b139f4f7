// What was typed, as a script that does the same again on the host of an exercise's starting point.

import type { Language } from "../text/language.ts";
import { netnsNameOf } from "../world/names.ts";
import { isCompound, isEndless, isInteractive, isSimple, keepsState, withoutSudo } from "./command.ts";
import type { Typed } from "./record.ts";
import { withoutWords } from "./shell-words.ts";

type Line = { text: string; what: "command" | "left out" | "remark" };
/** Lines that one shell runs, for later ones may depend on earlier ones. */
type Group = { node: string; shell: string; lines: Line[] };
type Piece = Line | Group;

const words = {
  en: {
    ended: (status: number) =>
      status === 130 ? "ended by Ctrl-C" : status === 148 ? "stopped by Ctrl-Z" : `ended with status ${status}`,
    next: (status: number) => `the next one ended with status ${status}`,
    interactive: "needs somebody at the terminal",
    endless: "runs until Ctrl-C",
    nowhere: "in a network namespace without a name",
    on: (node: string) => `on ${node}`,
    comma: ", ",
    colon: ": ",
    helper: "on NODE [NUMBER]: runs lines in a shell there that goes on where it was: its variables, folder, functions",
  },
  zh: {
    ended: (status: number) =>
      status === 130 ? "被 Ctrl-C 中断" : status === 148 ? "被 Ctrl-Z 暂停" : `退出状态 ${status}`,
    next: (status: number) => `下面这一条的退出状态是 ${status}`,
    interactive: "需要有人在终端前操作",
    endless: "要按 Ctrl-C 才会结束",
    nowhere: "在一个没有名字的网络命名空间里",
    on: (node: string) => `在 ${node} 上`,
    comma: "，",
    colon: "：",
    helper: "on 节点 [编号]：在那里的 shell 中接着执行，之前的变量、目录、函数都还在",
  },
};

/** The script; how many commands it runs, and how many are there as comments only. */
export function scriptOf(lab: string, record: Typed[], language: Language) {
  const pieces = piecesOf(record.map(asScript), language);
  const lines = pieces.flatMap((piece) => ("lines" in piece ? piece.lines : piece));
  const count = (what: Line["what"]) => lines.filter((line) => line.what === what).length;
  const numbers = numbersOf(pieces);
  const head = [
    ...(lines.some(({ text }) => /^alias\b/.test(text)) ? ["shopt -s expand_aliases", ""] : []),
    ...(numbers.size ? [helper(words[language].helper), ""] : []),
  ];
  const body = pieces.map((piece) => ("lines" in piece ? hereDocument(piece, numbers) : piece.text));
  const text = ["#!/bin/bash", `# ${lab}`, "", ...head, ...body, ""].join("\n");
  return { text, commands: count("command"), leftOut: count("left out") };
}

/** What it ended with is a word's status where the line ended with one. */
function asScript({ command, status, ...typed }: Typed): Typed {
  const own = withoutWords(command);
  return { ...typed, command: withoutSudo(own), status: own === command ? status : 0 };
}

function piecesOf(record: Typed[], language: Language): Piece[] {
  const say = words[language];
  const pieces: Piece[] = [];
  const openings = new Map<string, number>(); // by the shell that started another: where that one's lines begin
  const withState = new Set<string>();
  const main = record.find(({ node, command }) => node === "host" && command)?.shell; // the script itself is this shell
  for (const { node, status, shell, parent, command } of record) {
    if (!command) {
      openings.set(parent, pieces.length);
      continue;
    }
    const last = pieces.at(-1);
    const own = last && "lines" in last && last.shell === shell ? last.lines : undefined;
    const note = (line: Line) => void (own ?? pieces).push(line);
    const leaveOut = (...why: string[]) => {
      const where = node === "host" ? [] : [node ? say.on(node) : say.nowhere];
      const text = `# ${[...where, ...why].join(say.comma)}${say.colon}${command.replaceAll("\n", "\n#   ")}`;
      note({ text, what: "left out" });
    };
    const opening = openings.get(shell);
    openings.delete(shell);
    if (/^\s*#/.test(command)) note({ text: command.trim(), what: "remark" });
    else if (opening !== undefined) {
      // what was typed in the shell that it opened has its own lines; what it did besides, it did before
      if (isCompound(command)) pieces.splice(opening, 0, { text: `{ ${command}\n} </dev/null`, what: "command" });
    } else if (status > 128 || (status !== 0 && !isCompound(command))) leaveOut(say.ended(status));
    else if (isInteractive(command)) leaveOut(say.interactive);
    else if (isEndless(command)) leaveOut(say.endless);
    else if (!node) leaveOut();
    else {
      if (status !== 0) note({ text: `# ${say.next(status)}`, what: "remark" });
      if (shell !== main && keepsState(command)) withState.add(shell);
      const onItsOwn = shell === main ? command : withState.has(shell) ? undefined : onNode(node, command);
      if (onItsOwn) pieces.push({ text: onItsOwn, what: "command" });
      else if (own) own.push({ text: command, what: "command" });
      else pieces.push({ node, shell, lines: [{ text: command, what: "command" }] });
    }
  }
  return pieces;
}

/** The command as one word list for `ip netns exec`; undefined where it does not fit into one. */
function onNode(node: string, command: string): string | undefined {
  if (node === "host") return command;
  if (isSimple(command)) return `ip netns exec ${netnsNameOf(node)} ${command.trim()}`;
  return /['\n]/.test(command) ? undefined : `ip netns exec ${netnsNameOf(node)} bash -c '${command.trim()}'`;
}

/** Each shell that is taken up by `on`, with its number on its node. */
function numbersOf(pieces: Piece[]): Map<string, number> {
  const numbers = new Map<string, number>();
  const count = new Map<string, number>();
  for (const piece of pieces) {
    if (!("lines" in piece) || numbers.has(piece.shell)) continue;
    count.set(piece.node, (count.get(piece.node) ?? 0) + 1);
    numbers.set(piece.shell, count.get(piece.node)!);
  }
  return numbers;
}

function hereDocument({ node, shell, lines }: Group, numbers: Map<string, number>): string {
  const number = numbers.get(shell)!;
  let end = "END";
  while (lines.some(({ text }) => text.split("\n").includes(end))) end += "_";
  return [`on ${node}${number > 1 ? ` ${number}` : ""} <<'${end}'`, ...lines.map(({ text }) => text), end].join("\n");
}

const helper = (what: string): string => `# ${what}
on_folder=$(mktemp -d)
on() {
  local enter=()
  [ "$1" = host ] || enter=(ip netns exec "\${1#netns:}")
  "\${enter[@]}" bash -O expand_aliases -c '
    cd /
    . "$0" 2>/dev/null
    . /dev/fd/3
    { declare -p; declare -f; alias; shopt -p; set +o; umask -p; printf "cd %q\\n" "$PWD"; } >"$0"
  ' "$on_folder/$1-\${2:-1}" 3<&0 </dev/null
}`;
