// What a script does that its author will not have meant, seen in its text: told where a check did not pass.

import type { Remark } from "../grading/lab-grade.ts";

const shells = /^#!.*\b(?:ba|da|k|z)?sh\b/;

/** The text as it is run: without the carriage returns that a Windows editor leaves, which bash would take for a part of each word. */
export function asRun(bytes: Uint8Array): { bytes: Uint8Array; remarks: Remark[] } {
  const text = Buffer.from(bytes).toString("latin1"); // a byte a sign: whatever its encoding is, it stays
  const unmarked = text.startsWith("\xef\xbb\xbf") ? text.slice(3) : text;
  const lines = unmarked.split("\n");
  const isWindows = lines.length > 1 && lines.slice(0, -1).every((line) => line.endsWith("\r"));
  const own = isWindows ? unmarked.replaceAll("\r\n", "\n").replace(/\r$/, "") : unmarked;
  return own === text
    ? { bytes, remarks: [] }
    : { bytes: Buffer.from(own, "latin1"), remarks: [{ what: "line-endings" }] };
}

const reading = /(?:^|[;&|(]\s*|\bdo\s+|\bthen\s+)read\b(?![^;|]*<)/;
const removing =
  /\b(?:ip\s.*\bdel(?:ete)?|ip\s.*\bflush|iptables\s.*-[FDX]|nft\s+(?:flush|delete)|brctl\s+del|kill|pkill|cleanup|clean_up|teardown)\b/;
const atStart =
  /(?:>>?\s*|\btee\s+(?:-a\s+)?)(\/etc\/(?:sysctl\.d\/\S+|sysctl\.conf|network\/\S+|netplan\/\S+|systemd\/\S+|iptables\/\S+|nftables\.conf))/;

/** Of a shell script; others are not looked into. */
export function remarksOn(text: string, name: string): Remark[] {
  if (!name.endsWith(".sh") && !shells.test(text)) return [];
  const remarks: Remark[] = [];
  const isPiped = /\|\s*while\b|<<|<\s*\(/.test(text); // its `read` has something to read
  const isRead =
    /\bsysctl\s+(?:-\S+\s+)*(?:-p|--load|--system)|\biptables-restore\b|\bnft\s+-f|\bif(?:up|query)\b/.test(text);
  for (const [at, whole] of text.split("\n").entries()) {
    const line = whole.replace(/(^|\s)#.*$/, "");
    const found = (remark: Remark) => {
      if (!remarks.some(({ what }) => what === remark.what)) remarks.push(remark);
    };
    if (!isPiped && reading.test(line.trim())) found({ what: "reads", line: at + 1 });
    if (/\btrap\b.*\b(?:EXIT|0)\b/.test(line) && (removing.test(line) || removing.test(functionIn(text, line))))
      found({ what: "clean-up", line: at + 1 });
    const path = atStart.exec(line)?.[1];
    if (path && !isRead) found({ what: "boot", line: at + 1, path });
  }
  return remarks;
}

/** The body of the function that a trap calls by its name. */
function functionIn(text: string, line: string): string {
  const name = /\btrap\s+(?:--\s+)?['"]?([A-Za-z_]\w*)/.exec(line)?.[1];
  if (!name) return "";
  return (
    new RegExp(`(?:^|\\n)\\s*(?:function\\s+)?${name}\\s*(?:\\(\\s*\\))?\\s*\\{([\\s\\S]*?)\\n\\}`).exec(text)?.[1] ??
    ""
  );
}
