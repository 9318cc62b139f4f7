// The pictures of the course text, made by the kernel: what `graph` gives after the commands of a section. They are recorded
// by test/console/record.ts, and a test types the commands again.

import { layout } from "../../harness/graph/layout.ts";
import { inWords, svg } from "../../harness/graph/svg.ts";
import type { Pictured } from "../../harness/lab/pictures.ts";
import { type Markup, markup } from "../../harness/text/markup.ts";
import { changed } from "./changed.ts";

/** The picture to a section, in which what its commands changed is marked. */
export function pictureTo(pictures: readonly Pictured[], section: string): string | undefined {
  const at = pictures.findIndex((picture) => picture.section === section);
  const [now, before] = [pictures[at], pictures[at - 1]];
  if (!now) return undefined;
  const marked = changed(before && layout(before.nodes), layout(now.nodes));
  return svg(now.nodes, { title: section, marked });
}

/** It is loaded when somebody comes near it. Whoever hears it hears what the one before did not have. */
export function figure(pictures: readonly Pictured[], at: number, folder: string): Markup {
  const { section, nodes } = pictures[at]!;
  const { width, height } = layout(nodes);
  const before = new Set(pictures[at - 1]?.nodes.map((node) => JSON.stringify(node)));
  const news = nodes.filter((node) => !before.has(JSON.stringify(node)));
  return markup`<figure><a href="${folder}${section}.svg"><img loading="lazy" src="${folder}${section}.svg" width="${width}" height="${height}" style="--wide: ${width}px" alt="${inWords(news.length ? news : nodes)}"></a></figure>
`;
}
