// HTML and SVG as tagged templates: what is put in is escaped, unless it is markup itself. So nothing is escaped by memory.

import { visible } from "./visible.ts";

const isMarkup = Symbol("markup"); // what was read from JSON cannot have it

/** Text that is markup already: made by `markup`, or said to be so with `raw`. */
export type Markup = { readonly markup: string; readonly [isMarkup]: true };

export type Part = string | number | Markup | false | undefined | readonly Part[];

/** A piece of HTML or SVG: strings and numbers put into it are escaped, lists are joined, `false` and `undefined` are nothing. */
export const markup = (parts: TemplateStringsArray, ...values: Part[]): Markup =>
  raw(String.raw({ raw: parts }, ...values.map(written)));

/** Says of a text that it is markup: only for what our own code made. */
export const raw = (text: string): Markup => ({ markup: text, [isMarkup]: true });

const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

const written = (part: Part): string => {
  if (part === undefined || part === false) return "";
  if (Array.isArray(part)) return part.map(written).join("");
  if (typeof part === "object" && isMarkup in part) return part.markup;
  return visible(String(part)).replace(/[&<>"']/g, (sign) => entities[sign]!);
};
