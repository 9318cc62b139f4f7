// The search field: the index is loaded when somebody first goes there.

import MiniSearch from "minisearch";
import { searchOptions } from "../search-options.ts";

export function search(load: (language: string) => Promise<string>, tail = ""): void {
  const field = document.querySelector<HTMLInputElement>("#search");
  const found = document.querySelector<HTMLElement>("#found");
  if (!field || !found) return;
  const { language = "en", root = "" } = document.documentElement.dataset;
  let index: Promise<MiniSearch> | undefined;
  const loaded = () => {
    index ??= load(language).then((text) => MiniSearch.loadJSON(text, searchOptions(language as "en" | "zh")));
    return index;
  };
  const show = async () => {
    const query = field.value.trim();
    if (!query) return found.replaceChildren();
    const all = (await loaded()).search(query).slice(0, 12);
    if (query !== field.value.trim()) return; // typed on meanwhile
    found.replaceChildren(
      ...all.map(({ id, title, lab }) => {
        const link = document.createElement("a");
        link.href = `${root}${language}/${String(id).replace("/#", `/${tail}#`)}`;
        link.textContent = `${lab.slice(0, 2)}  ${title}`;
        return link;
      }),
    );
    if (!all.length) found.textContent = found.dataset.nothing ?? "";
  };
  field.addEventListener("focus", () => void loaded());
  field.addEventListener("input", () => void show());
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = "";
      found.replaceChildren();
    } else if (event.key === "ArrowDown") {
      event.preventDefault();
      found.querySelector("a")?.focus();
    }
  });
}
