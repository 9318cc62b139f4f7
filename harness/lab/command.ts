// What a typed line is, as far as a script that repeats it must know. Where it is not sure, the careful answer.

// words that bash itself understands: `ip netns exec docker1 cd` would look for a program
const ofTheShell =
  "alias bg bind break builtin caller case cd command compgen complete continue coproc declare dirs disown do done elif else enable esac eval exec exit export fc fg fi for function getopts hash help history if jobs let local logout mapfile popd pushd read readarray readonly return select set shift shopt source suspend then time times trap type typeset ulimit umask unalias unset until wait while".split(
    " ",
  );

/** Plain or quoted words and nothing that only a shell understands. */
export const isSimple = (command: string): boolean =>
  /^\s*[\w/.+-]+([ \t]+([\w/.:=@%+,^-]+|'[^'\n]*'|"[^"$`\\!\n]*")+)*\s*$/.test(command) &&
  !ofTheShell.includes(firstWord(command));

const firstWord = (command: string): string => command.trim().split(/\s/)[0]!;

const settings =
  "cd pushd popd export declare typeset local readonly unset set shopt alias unalias source eval read mapfile readarray printf trap exec let for select getopts function enable hash umask ulimit coproc wait fg bg jobs disown kill".split(
    " ",
  );
const assignment = String.raw`[A-Za-z_]\w*(\[[^\]]*\])?\+?=`;
const sets = new RegExp(
  String.raw`(^|[\s;&|({])(${assignment}|(${settings.join("|")})(\s|;|$)|\.\s|\(\()|\w\s*\(\)|\$\{?[A-Za-z_!]`,
);

/** May a later line of its shell depend on it, or it on an earlier one: variables, folder, functions, jobs …? */
export const keepsState = (command: string): boolean => !isSimple(command) && sets.test(command);

/** Several commands in one line: some may have worked although the last failed. */
export const isCompound = (command: string): boolean =>
  /[;&|\n]/.test(command.replace(/'[^']*'|"(\\.|[^"\\])*"|\\./g, "").replace(/\d*[<>]+&?\d*/g, ""));

const atTerminal =
  "vi vim nvim view nano pico ed emacs mc less more most man top htop watch tmux screen info dialog whiptail python python3 bash sh dash zsh telnet".split(
    " ",
  );

/** A program that a person works with; with a file or `-c` as its argument, a shell is none. */
export function isInteractive(command: string): boolean {
  const words = command.trim().split(/\s+/);
  const own = words.slice(0, 3).join(" ") === "ip netns exec" ? words.slice(4) : words;
  const program = own[0]?.split("/").at(-1) ?? "";
  if (!atTerminal.includes(program) || /[|<]/.test(command)) return false;
  return /^(ba|da|z)?sh$|^python/.test(program) ? own.slice(1).every((word) => /^-[il]+$/.test(word)) : true;
}

const endless = [
  /\bping6?\b(?!.* -\w*[cw] ?\S)/,
  /\btcpdump\b(?!.* -\w*c ?\S)/,
  /\b(ip|bridge|nft|tc) (-n \S+ |-\S+ )*monitor\b|\bxtables-monitor\b|\bconntrack ([^;|&]* )?-E\b/,
  /\b(nc|ncat|netcat) ([^;|&]* )?-\w*l|\bhttp\.server\b|\bsocat\b.*\bLISTEN\b|\bdaemon off\b|\bsleep inf/,
  /\btail ([^;|&]* )?-\w*[fF]|\b(dmesg|journalctl) ([^;|&]* )?-\w*[wf]|(^|[;&|] *)yes\b/,
];

/** Goes on until Ctrl-C, and many such programs then say that all went well (ping with an answer has status 0). */
export const isEndless = (command: string): boolean =>
  !/&\s*$/.test(command) && !/\btimeout \d/.test(command) && endless.some((program) => program.test(command));

/** Whoever hands the script in is root where it runs: `sudo -u root -E ip link` is `ip link`. */
export const withoutSudo = (command: string): string =>
  command.replaceAll(/(^|[;&|]\s*)sudo\s+(?:(?:-[AbEHnPSk]+|-u\s*root|--user[= ]root|--)\s+)*(?=[\w./])/g, "$1");
