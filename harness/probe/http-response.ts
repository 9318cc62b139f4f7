// An HTTP/1 response out of the bytes that came until now. RFC 9112.

const HEAD_END = /\r?\n\r?\n/;
const STATUS_LINE = /^HTTP\/1(?:\.\d)? (\d{3})/;

export type HttpResponse = { status: number; body: string };

const most = 256 * 1024; // bytes of an answer that are waited for

/** Undefined where more is to come, or where it is no such response. `isAll`: the server has closed, nothing more comes. */
export function readResponse(bytes: Buffer, isAll: boolean): HttpResponse | undefined {
  const text = bytes.toString("latin1"); // one character a byte
  const end = HEAD_END.exec(text);
  const status = Number(STATUS_LINE.exec(text)?.[1]);
  if (!end || !status) return undefined;
  const head = text.slice(0, end.index);
  const rest = bytes.subarray(end.index + end[0].length);
  if (status < 200) return readResponse(rest, isAll); // 100 Continue: the real one follows
  const body = status === 204 || status === 304 ? Buffer.alloc(0) : bodyOf(head, rest, isAll || rest.length > most);
  return body && { status, body: body.toString().trim() };
}

function bodyOf(head: string, rest: Buffer, isAll: boolean): Buffer | undefined {
  const header = (name: string) => new RegExp(`^${name}:[ \\t]*(.*?)[ \\t]*\\r?$`, "im").exec(head)?.[1];
  if (/chunked/i.test(header("transfer-encoding") ?? "")) return unchunked(rest);
  const length = Number(header("content-length") ?? Number.NaN);
  if (Number.isNaN(length)) return isAll ? rest : undefined;
  return rest.length >= length || rest.length > most ? rest.subarray(0, length) : undefined;
}

/** Chunks, each after its length in hexadecimal; one of length 0 is the last. */
function unchunked(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf("\n", at);
    const length = Number.parseInt(bytes.toString("latin1", at, Math.max(at, lineEnd)), 16);
    if (lineEnd < 0 || Number.isNaN(length)) return undefined;
    if (length === 0) return Buffer.concat(parts);
    const end = lineEnd + 1 + length;
    if (end > bytes.length) return undefined;
    parts.push(bytes.subarray(lineEnd + 1, end));
    at = end + (bytes[end] === 0x0d ? 2 : 1); // the line's end after the chunk
  }
}
