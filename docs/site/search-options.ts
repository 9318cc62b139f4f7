import type { Options } from "minisearch";

/** How sections are indexed; whoever loads the index needs the same. */
export function searchOptions(language: "en" | "zh"): Options {
  const segmenter = new Intl.Segmenter(language, { granularity: "word" });
  return {
    fields: ["title", "text"],
    storeFields: ["title", "lab"],
    tokenize: (text) =>
      Array.from(segmenter.segment(text), ({ segment }) => segment).filter((word) => /[\p{L}\p{N}]/u.test(word)),
    searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: (word) => (/^[a-z]{5,}$/i.test(word) ? 0.2 : false) },
  };
}
