// Stories that were recorded, for pages that have no kernel: one ping in a lab's world. bun test/console/stories.ts records them.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { svg } from "../../harness/graph/svg.ts";
import type { DrawnNode } from "../../harness/graph/world.ts";
import { project } from "../../harness/ground/paths.ts";
import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup, raw } from "../../harness/text/markup.ts";
import { storyPlace } from "./lab.ts";
import { storyPart, type ToldWalk } from "./story.ts";
import { inline } from "./text.ts";
import { words } from "./words.ts";

export type Story = { nodes: DrawnNode[] } & Record<Language, ToldWalk>;

// no name that ends with .json: the linter would want it on many lines
export const storyFile = (lab: string): string => join(project, `docs/pictures/${lab}.story.jsonl`);

/** What a page for reading has beside its text; undefined where nothing was recorded. */
export function recordedPart(lab: string, language: Language): Markup | undefined {
  if (!existsSync(storyFile(lab))) return undefined;
  const story: Story = JSON.parse(readFileSync(storyFile(lab), "utf8"));
  const say = words[language];
  return markup`<p class="note">${inline(say.static)}</p>
<h2>${say.walk}</h2>
<div id="picture" tabindex="0" role="group" aria-label="${say.walk}">${raw(svg(story.nodes, { title: lab, isStyled: true }))}</div>
${storyPlace(language, storyPart(story[language]))}`;
}
