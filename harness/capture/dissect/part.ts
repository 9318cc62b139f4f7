// Reading a header: either all of its bytes are there, or the reader stops and says which header was cut short.

/** What is wrong with the bytes. `dissect` catches it; no caller of `dissect` ever sees it. */
export class Malformed extends Error {}

/** The `length` bytes from `at` on that are the frame's `what`. */
export function part(bytes: Buffer, at: number, length: number, what: string): Buffer {
  if (at + length > bytes.length) throw new Malformed(`${what} cut short`);
  return bytes.subarray(at, at + length);
}
