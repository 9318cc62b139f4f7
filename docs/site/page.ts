// The frame of every page.

import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup } from "../../harness/text/markup.ts";
import { words } from "./words.ts";

export type Page = {
  language: Language;
  title: string;
  /** From this page to the root of the site: "../../". Links are relative, so the pages can be opened from a disk too. */
  root: string;
  /** The same page in the other language, below the root. */
  other: string;
  body: Markup;
  isStatic: boolean;
};

/** The whole page as HTML. */
export function page({ language, title, root, other, body, isStatic }: Page): string {
  const say = words[language];
  const tail = isStatic ? "index.html" : "";
  const html = markup`<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}" data-root="${root}" data-language="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${root}assets/style.css">
<link rel="icon" href="data:,">
${isStatic ? markup`<script defer src="${root}assets/search-${language}.js"></script><script defer src="${root}assets/static.js"></script>` : markup`<script type="module" src="${root}assets/app.js"></script>`}
</head>
<body>
<a class="skip-link" href="#text">${say.toText}</a>
<header><a class="home" href="${root}${language}/${tail}">${say.course}</a>
<search><label for="search">${say.search}</label><input id="search" type="search" placeholder="${say.searchFor}" autocomplete="off" aria-controls="found"><div id="found" role="region" aria-live="polite" aria-label="${say.search}" data-nothing="${say.nothing}"></div></search>
<a class="language" href="${root}${other}${tail}" lang="${language === "zh" ? "en" : "zh-CN"}">${say.other}</a></header>
${body}
</body>
</html>
`;
  return html.markup;
}
