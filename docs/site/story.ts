// A walk for the page's player: each frame a step, with what it touches in the picture.

import { type Markup, markup, raw } from "../../harness/text/markup.ts";
import { keyOf, type TracedPath, titleOf, toldStation, traceSvg } from "../../harness/trace/picture.ts";

/** A walk's JSON, as far as the page shows it. */
export type ToldWalk = {
  answered: boolean;
  told: { title: string; closing: string[] };
  packets: { text: string | null; hops: { node: string; ifname: string }[] }[];
};

/** Each frame in the terminal's words; what is said at the end of it stands below. */
export function storyPart({ answered, told, packets }: ToldWalk): Markup {
  const own = packets.filter(({ text }) => text !== null);
  return markup`<p data-answered="${answered ? "yes" : "no"}">${told.title}</p>
<ol class="story" tabindex="0">
${own.map(({ text, hops }) => {
  const keys = new Set(hops.map(({ node, ifname }) => `${node} ${ifname}`));
  return markup`<li data-keys="${JSON.stringify([...keys])}">${text ?? ""}</li>
`;
})}</ol>
<p class="closing">${told.closing.join("\n")}</p>`;
}

/** A trace's JSON, as far as the page shows it. */
export type ToldTrace = { answered: boolean; paths: TracedPath[] };

/** The hooks as a picture, and each that the ping came by as a step. */
export const tracePart = (
  { answered, paths }: ToldTrace,
  title: string,
): Markup => markup`<p data-answered="${answered ? "yes" : "no"}">${title}</p>
<div class="hooks" tabindex="0" role="group" aria-label="${title}">${raw(traceSvg(paths, title))}</div>
<ol class="story" tabindex="0">
${paths.flatMap((path, at) =>
  path.stations.map(
    (station) => markup`<li data-keys="${JSON.stringify([keyOf(at, station)])}">${titleOf(path)}
${toldStation(station).join("\n")}</li>
`,
  ),
)}</ol>`;
