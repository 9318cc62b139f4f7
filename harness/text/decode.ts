// Bytes that a person wrote, as text: in UTF-8, in UTF-16 with its mark (Windows' "Unicode"), or in GBK (Windows in China).

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "gb18030";

/** The text and its encoding, without a byte order mark; undefined where it is no text. */
export function decoded(bytes: Uint8Array): { text: string; encoding: Encoding } | undefined {
  const [first, second] = bytes;
  const encodings: Encoding[] =
    first === 0xff && second === 0xfe
      ? ["utf-16le"]
      : first === 0xfe && second === 0xff
        ? ["utf-16be"]
        : ["utf-8", "gb18030"]; // GBK is a part of GB 18030
  for (const encoding of encodings)
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes("\0")) return { text, encoding };
    } catch {
      // not this one
    }
  return undefined;
}
