// The drawings in the course text, for the terminal, show the world that the kernel has after one of their lab's sections; those of an
// exercise the world that it begins with.

import { expect, test } from "bun:test";
import { type DrawnLink, type DrawnNode, readWorld } from "../harness/graph/world.ts";
import { labNames } from "../harness/lab/names.ts";
import { exerciseOf, hasOwnExercise } from "../harness/lab/own-exercise.ts";
import { picturesOf } from "../harness/lab/pictures.ts";
import { courseSource, exerciseText } from "../harness/text/source.ts";
import { openWorld } from "../harness/world/nodes.ts";
import { misfits } from "./drawing.ts";
import { inExercise } from "./exercises/exercise.ts";

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

/** The world that an exercise begins with, without the nodes that it asks about: of those there is nothing in a drawing. */
async function startOf(lab: string): Promise<DrawnNode[]> {
  const { hides: { nodes: asked = [] } = {} } = (await exerciseOf(lab, undefined))!;
  const isAsked = ({ peer }: DrawnLink) => typeof peer === "object" && asked.includes(peer.node);
  return inExercise(lab, undefined, async (world) => {
    const { nodes } = openWorld(world.anchor.pid);
    const all = readWorld(nodes);
    for (const node of nodes) node.close();
    return all
      .filter(({ name }) => !asked.includes(name))
      .map((node) => ({ ...node, links: node.links.filter((link) => !isAsked(link)) }));
  });
}

const drawnExercises = labNames().filter(
  (lab) => hasOwnExercise(lab) && drawingsIn(courseSource(exerciseText(lab), "en")).length > 0,
);
test("there are exercises with drawings", () => expect(drawnExercises).toEqual(["06-trace", "07-cross-host"]));
for (const lab of drawnExercises)
  test.concurrent(`exercise ${lab}: each drawing is of its starting point, in both languages the same`, async () => {
    const start = await startOf(lab);
    const [en, zh] = (["en", "zh"] as const).map((language) => drawingsIn(courseSource(exerciseText(lab), language)));
    expect(zh).toEqual(en!);
    for (const drawing of en!) expect(misfits(drawing, start)).toEqual([]);
    expect(misfits(en![0]!.replace(/\d+\.2\/\d+/, "192.0.2.9/24"), start)).not.toEqual([]);
    expect(misfits(en![0]!, start.slice(1))).not.toEqual([]);
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
