// RFC 1035, section 3.1: a name is labels, each behind its length, up to one of length 0.
// Section 4.1.4, compression: two bytes that begin with two one bits say where in the message the name goes on.

import { Malformed, part } from "./part.ts";

const POINTER = 0xc0;
const LONGEST = 255; // section 2.3.4

/** The name that begins at `start`, and where what follows it begins. */
export function domainName(message: Buffer, start: number): { name: string; end: number } {
  const labels: string[] = [];
  let end: number | undefined;
  let bytes = 0;
  let earliest = start; // a pointer leads to an earlier name, so that a ring of them cannot be
  for (let at = start; ; ) {
    const length = part(message, at, 1, "DNS name").readUInt8(0);
    if (length === 0) return { name: labels.join(".") || ".", end: end ?? at + 1 };
    if (length >= POINTER) {
      end ??= at + 2;
      at = part(message, at, 2, "DNS name").readUInt16BE(0) & 0x3fff;
      if (at >= earliest) throw new Malformed("DNS name points at itself or ahead");
      earliest = at;
    } else {
      if (length >= 0x40) throw new Malformed("DNS name has a label of an unknown kind");
      labels.push(text(part(message, at + 1, length, "DNS name")));
      at += 1 + length;
      bytes += 1 + length;
      if (bytes >= LONGEST) throw new Malformed(`DNS name is longer than ${LONGEST} bytes`);
    }
  }
}

/** RFC 1035, section 5.1: what is not a printable character, and a dot or a backslash in a label, is escaped. */
const text = (label: Buffer): string =>
  label
    .toString("latin1")
    .replace(/[.\\]/g, "\\$&")
    .replace(/[^!-~]/g, (character) => `\\${String(character.charCodeAt(0)).padStart(3, "0")}`);
