// How points are spread over a class: a bar for each tenth of what there is.

import type { Language } from "../../../harness/text/language.ts";
import { type Markup, markup } from "../../../harness/text/markup.ts";
import { words } from "./words.ts";

const parts = 10;

/** How many are in each part: from 0 to below a tenth, …; the last one is from nine tenths, and `full` those with all of it. */
export function distribution(shares: number[]): { counts: number[]; full: number } {
  const counts = Array<number>(parts).fill(0);
  const full = shares.filter((share) => share >= 1).length;
  for (const share of shares) if (share < 1) counts[Math.max(0, Math.min(parts - 1, Math.floor(share * parts)))]!++;
  return { counts, full };
}

/** As bars, with the middle one of the values. */
export function distributionPart(shares: number[], language: Language): Markup | undefined {
  if (!shares.length) return undefined;
  const say = words[language];
  const { counts, full } = distribution(shares);
  const bars = [
    ...counts.map((count, at) => ({ count, label: markup`${at * parts}–${(at + 1) * parts}<i> %</i>` })),
    { count: full, label: say.all },
  ];
  const highest = Math.max(...bars.map(({ count }) => count));
  const sorted = shares.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) / 2;
  const median = (sorted[Math.floor(at)]! + sorted[Math.ceil(at)]!) / 2;
  const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  const percent = (share: number) => Math.round(share * 100);
  return markup`<h3>${say.distribution}</h3>
<p class="note">${say.spread(percent(mean), percent(median), shares.length)}</p>
<ol class="bars">${bars.map(
    ({ count, label }) =>
      markup`<li><span class="bar" style="height: ${((count / highest) * 5).toFixed(2)}rem"></span><b>${count}</b><span>${label}</span></li>`,
  )}</ol>
`;
}
