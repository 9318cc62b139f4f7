// File names are bytes. What the kernel keeps, people see as text, and most systems write it in UTF-8; Windows in China in GBK.

import { readdirSync } from "node:fs";

export type FileName = { bytes: Buffer; text: string };

/** The names in the folder, each with a text of its own, sorted by that. Throws where the folder cannot be read. */
export function fileNames(folder: Buffer): FileName[] {
  const names = readdirSync(folder, { encoding: "buffer" });
  const isUtf8 = (bytes: Buffer) => decoded(bytes, "utf-8") !== undefined;
  const taken = new Set<string>();
  return names
    .toSorted((one, other) => Number(isUtf8(other)) - Number(isUtf8(one)) || Buffer.compare(one, other))
    .map((bytes) => {
      const text = textOfName(bytes);
      const own = taken.has(text) ? spelt(bytes) : text; // the same in two encodings: two files all the same
      taken.add(own);
      return { bytes, text: own };
    })
    .sort((one, other) => (one.text < other.text ? -1 : 1));
}

/** As UTF-8, or else as GB 18030 (of which GBK is a part), or else with each byte that is no ASCII spelt out as \xd7. */
const textOfName = (bytes: Buffer): string => decoded(bytes, "utf-8") ?? decoded(bytes, "gb18030") ?? spelt(bytes);

function decoded(bytes: Buffer, encoding: "utf-8" | "gb18030"): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const spelt = (bytes: Buffer): string =>
  Array.from(bytes, (byte) => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(16)}`)).join("");

/** The path of something in a folder. */
export const pathIn = (folder: Buffer, name: Buffer): Buffer => Buffer.concat([folder, Buffer.from("/"), name]);
