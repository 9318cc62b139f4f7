// What a stream of TAP says, where it is just as write.ts writes one.

export type Assert = { ok: boolean; id: number; name: string; skip?: string | boolean; diag?: unknown };

export type Stream = { planned: number | undefined; comments: string[]; asserts: Assert[] };

/** What ends a line for a parser. */
const otherEnds = /[\r\u2028\u2029]/;
const ownComment = /^# (checks|early|evidence|circumstances) /;
const head = "TAP version 14\n1..";

/** Undefined where anything in it is otherwise than write.ts would have it. */
export function ownStream(stream: string): Stream | undefined {
  if (!stream.startsWith(head) || !stream.endsWith("\n") || otherEnds.test(stream)) return undefined;
  const [, plan = "", ...lines] = stream.slice(0, -1).split("\n");
  const planned = Number(/^1\.\.([1-9]\d{0,3})$/.exec(plan)?.[1]);
  const found: Stream = { planned, comments: [], asserts: [] };
  let diag: Record<string, unknown> | undefined;
  for (const line of lines) {
    if (!diag && ownComment.test(line)) {
      found.comments.push(line);
      continue;
    }
    const last = found.asserts.at(-1);
    if (diag) {
      const isEnd = line === "  ...";
      if (isEnd ? !isPoint(diag) : !addTo(diag, line)) return undefined;
      if (isEnd) diag = undefined;
    } else if (line === "  ---" && last && !last.diag) last.diag = diag = {};
    else {
      const point = /^(ok|not ok) (\d+) - (.+)$/.exec(line);
      if (!point || (last && !last.diag)) return undefined;
      const [, said, number, name] = point;
      // what follows a plan's last point, or counts otherwise, is for a parser to judge
      if (Number(number) !== found.asserts.length + 1 || Number(number) > planned) return undefined;
      found.asserts.push({ ok: said === "ok", id: Number(number), name: name! });
    }
  }
  const isWhole = !diag && found.asserts.length === planned && found.asserts.at(-1)?.diag;
  return isWhole ? found : undefined;
}

const isPoint = ({ id, outcome }: Record<string, unknown>): boolean =>
  typeof id === "string" && typeof outcome === "string";

/** A line of diagnostics: is it one? */
function addTo(diag: Record<string, unknown>, line: string): boolean {
  const [, key, value] = /^ {2}([a-zA-Z]+): (.+)$/.exec(line) ?? [];
  if (!key || Object.hasOwn(diag, key)) return false;
  try {
    diag[key] = JSON.parse(value!);
    return true;
  } catch {
    return false;
  }
}
