// The drawings in the course text, for the terminal, show the world that the kernel has after one of their lab's sections.

import { expect, test } from "bun:test";
import { labNames } from "../harness/lab/names.ts";
import { picturesOf } from "../harness/lab/pictures.ts";
import { courseSource } from "../harness/text/source.ts";
import { misfits } from "./drawing.ts";

const drawingsIn = (source: string): string[] =>
  Array.from(source.matchAll(/^```drawing\n([\s\S]*?)^```/gm), ([, drawing]) => drawing!);

/** What does not fit in the world that it fits best. */
function best(lab: string, drawing: string): string[] {
  const all = picturesOf(lab).map(({ nodes }) => misfits(drawing, nodes));
  if (!all.length) return [`there is no picture of lab "${lab}": bun test/console/record.ts ${lab.slice(0, 2)}`];
  return all.reduce((one, other) => (other.length < one.length ? other : one));
}

for (const lab of labNames())
  for (const language of ["en", "zh"] as const)
    test(`${lab} ${language}: each drawing is of its world`, () => {
      const drawings = drawingsIn(courseSource(lab, language));
      expect(drawings.length).toBeGreaterThan(0);
      for (const drawing of drawings) expect(best(lab, drawing)).toEqual([]);
    });

const wrongs: [what: string, lab: string, from: RegExp, to: string][] = [
  ["another address", "03-bridge", /172\.17\.0\.3/, "172.17.0.9"],
  ["another link", "04-arp", /veth2/, "veth7"],
  ["a container that is missing", "04-arp", /docker3 */, "        "],
  ["a container that is too many", "03-bridge", /docker1 */, "docker1  docker4 "],
  ["an address that is missing", "07-cross-host", /192\.168\.57\.1\/24/, "             "],
  ["a cable that is missing", "06-trace", /docker0 --- veth2/, "docker0     veth2"],
  ["a cable that is none", "06-trace", /veth2 +host/, "veth2 ------ host"],
  ["a cable cut", "05-iflink", /\|/, " "],
];
for (const [what, lab, from, to] of wrongs)
  test(`noticed: ${what}`, () => {
    const [drawing] = drawingsIn(courseSource(lab, "en"));
    const wrong = drawing!.replace(from, to);
    expect(wrong).not.toBe(drawing);
    expect(best(lab, wrong)).not.toEqual([]);
  });
