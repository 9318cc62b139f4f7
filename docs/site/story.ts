// A walk for the page's player: each frame a step, with what it touches in the picture.

import { type Markup, markup } from "../../harness/text/markup.ts";

/** A walk's JSON, as far as the page shows it. */
export type ToldWalk = {
  packets: {
    summary: string;
    ofThisPing: boolean;
    hops: { node: string; ifname: string; timeNs: number; direction: string; fate: string | null; learnt: unknown[] }[];
  }[];
};

/** `text` is the terminal's text of the same walk: its lines stand at each step. */
export function storyPart(walk: ToldWalk, text: string): Markup {
  const told = paragraphs(text);
  const packets = walk.packets.filter(({ ofThisPing }) => ofThisPing);
  return markup`<p>${told.head}</p>
<ol class="story">
${packets.map(({ summary, hops }, at) => {
  const keys = hops.map(({ node, ifname }) => `${node} ${ifname}`);
  return markup`<li data-keys="${JSON.stringify([...new Set(keys)])}">${told.frames[at] ?? summary}</li>
`;
})}</ol>
<p>${told.tail}</p>`;
}

/** The text's first line, then what it says of each frame, then its last lines. */
function paragraphs(text: string): { head: string; frames: string[]; tail: string } {
  const [head = "", ...rest] = text.trimEnd().split(/\n\n+/);
  const isFrame = (part: string) => /^ *\d+ {2}/.test(part);
  return { head, frames: rest.filter(isFrame), tail: rest.filter((part) => !isFrame(part)).join("\n") };
}
