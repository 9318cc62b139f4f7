import type { Pictured } from "../../harness/lab/pictures.ts";
import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup } from "../../harness/text/markup.ts";
import { figure } from "./pictures.ts";
import { inline, type Part } from "./text.ts";
import { words } from "./words.ts";

export type LabPage = {
  lab: string;
  language: Language;
  parts: readonly Part[];
  /** The pictures to sections, and where their files are seen from the page. */
  pictures: readonly Pictured[];
  folder: string;
  /** The live part of the page; for reading only a story that was recorded, if any. */
  live?: Markup | undefined;
  /** What the part beside the text is called: the network now, unless it is a story. */
  beside?: string;
};

/** A lab's text, and beside it (on a phone below it) what is in the kernel now. */
export function labPage({
  lab,
  language,
  parts,
  pictures,
  folder,
  live,
  beside = words[language].live,
}: LabPage): Markup {
  const say = words[language];
  const top = parts.filter(({ level, id }) => level === 1 && id !== lab);
  return markup`<div class="lab${!live && " alone"}" data-lab="${lab}">
<main id="text" data-copy="${say.copy}" data-type="${say.type}">
<nav aria-label="${say.contents}"><ul>
${
  live &&
  markup`<li><a href="#live">${beside}</a></li>
`
}${top.map(
  ({ id, title }) => markup`<li><a href="#${id}">${inline(title)}</a></li>
`,
)}</ul></nav>
${parts.map((part) => {
  const at = pictures.findIndex(({ section }) => section === part.id);
  return markup`${section(part)}${at >= 0 && figure(pictures, at, folder)}`;
})}</main>
${
  live &&
  markup`<aside id="live" aria-label="${beside}">
${live}</aside>
`
}</div>`;
}

/** Where a story is played; its words for the player's buttons. */
export function storyPlace(language: Language, story?: Markup): Markup {
  const say = words[language];
  return markup`<div id="story" data-back="${say.back}" data-forward="${say.forward}" data-play="${say.play}" data-pause="${say.pause}">${story}</div>`;
}

const section = ({ id, title, level, html }: Part): Markup =>
  level === 1
    ? markup`<h1 id="${id}">${inline(title)}</h1>
${html}`
    : markup`<h2 id="${id}">${inline(title)}</h2>
${html}`;

/** The live part as it is before anything is known: events fill it. It can be read with scripts off. */
export function livePart(language: Language, state: Markup, asked: Markup): Markup {
  const say = words[language];
  return markup`<h2>${say.live}</h2>
<p id="message" role="status"></p>
<div class="buttons" data-sure="${say.sure}" data-busy="${say.busy}">
<button type="button" data-verb="up">${say.build}</button>
<button type="button" data-verb="exercise" data-begin="${say.begin}" data-again="${say.again}">${say.begin}</button>
<button type="button" data-verb="hint">${say.hint}</button>
<button type="button" data-verb="save">${say.save}</button>
<button type="button" data-verb="down">${say.remove}</button>
<label class="student">${say.student} <input id="student" autocomplete="off" spellcheck="false" maxlength="200"></label>
</div>
<div id="picture" tabindex="0" role="group" aria-label="${say.live}"></div>
<div id="state">${state}</div>
<div id="asked">${asked}</div>
<h2>${say.tasks}</h2>
<div id="checks" aria-live="polite"></div>
<h2>${say.walk}</h2>
<form id="walk" action="#"><label>${say.from} <select name="from"></select></label> <label>${say.to} <select name="to"></select></label> <fieldset><legend>${say.expect}</legend><label><input type="radio" name="expect" value="yes"> ${say.arrives}</label> <label><input type="radio" name="expect" value="no"> ${say.lost}</label></fieldset> <button value="walk">${say.send}</button> <button value="trace">${say.trace}</button></form>
<p id="expected" role="status" data-right="${say.right}" data-wrong="${say.wrong}"></p>
${storyPlace(language)}
<h2>${say.terminal}</h2>
<div id="terminals" data-open="${say.open}" data-closed="${say.closed}" data-build="${say.build}"></div>
`;
}
