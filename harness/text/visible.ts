/**
 * Students choose strings that end up in reports and pages (an interface's name or alias): what would steer a terminal, be no
 * XML, be refused by a database (NUL) or turn the direction of writing is spelt out as \u001b.
 */
export const visible = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(
      /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );

/** The same, of a name: one with a line's end in it ends no line. */
export const inOneLine = (name: string): string =>
  visible(name).replaceAll(/[\t\n]/g, (sign) => (sign === "\n" ? "\\n" : "\\t"));
