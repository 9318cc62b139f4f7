// The index of the course's sections, in one language. Chinese has no spaces: words are cut by the browser's own segmenter.

import MiniSearch from "minisearch";
import { labNames } from "../../harness/lab/names.ts";
import type { Language } from "../../harness/text/language.ts";
import { searchOptions } from "./search-options.ts";
import { partsOf } from "./text.ts";

/** The index as JSON, for `MiniSearch.loadJSON`. */
export function searchIndex(language: Language): string {
  const index = new MiniSearch(searchOptions(language));
  for (const lab of labNames())
    index.addAll(
      partsOf(lab, language).map(({ id, title, plain }) => ({
        id: `${lab}/#${id}`,
        lab,
        title: title.replaceAll("`", ""),
        text: plain,
      })),
    );
  return JSON.stringify(index);
}
