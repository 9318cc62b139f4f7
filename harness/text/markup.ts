// HTML and SVG as tagged templates: what is put in is escaped, unless it is markup itself. So nothing is escaped by memory.

/** Text that is markup already: made by `markup`, or said to be so with `raw`. */
export type Markup = { readonly markup: string };

type Part = string | number | Markup | false | undefined | readonly Part[];

/** A piece of HTML or SVG: strings and numbers put into it are escaped, lists are joined, `false` and `undefined` are nothing. */
export const markup = (parts: TemplateStringsArray, ...values: Part[]): Markup =>
  raw(String.raw({ raw: parts }, ...values.map(written)));

/** Says of a text that it is markup: only for what our own code made. */
export const raw = (text: string): Markup => ({ markup: text });

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const written = (part: Part): string => {
  if (part === undefined || part === false) return "";
  if (typeof part === "object") return "markup" in part ? part.markup : part.map(written).join("");
  // a control character that XML knows no way to write is shown as what it is: U+FFFD
  return String(part)
    .replace(/[^\P{Cc}\t\n\r]/gu, "\ufffd")
    .replace(/[&<>"']/g, (sign) => entities[sign]!);
};
