// The rooms of harness/ and grader/, from the ground up, and the linter's settings that hold them: a room imports only rooms
// below it. Rooms that share a floor do not know each other.
// bun test/floors.ts     writes them: biome.floors.json

import { writeFileSync } from "node:fs";
import { join } from "node:path";

export type House = {
  folder: string;
  floors: string[][];
  /** What a room may import of its own floor. */
  beside: Record<string, string[]>;
  /** What no room may import: the doors to the other houses. */
  outside: { group: string[]; message: string };
};

export const houses: House[] = [
  {
    folder: "harness",
    floors: [
      ["ground"],
      ["text"],
      ["command-line"],
      ["kernel"],
      ["sandbox", "docker", "machine"],
      ["world"],
      ["doctor"],
      ["graph"],
      ["cni"],
      ["student"],
      ["capture"],
      ["trace"],
      ["probe"],
      ["explain"],
      ["programs"],
      ["lab"],
    ],
    beside: { machine: ["docker"] },
    outside: {
      group: ["**/labs/**", "**/grader/**", "**/docs/**", "**/test/**", "**/bench/**"],
      message: "The harness knows Linux, never a lab, a point or a page.",
    },
  },
  {
    folder: "grader",
    floors: [
      ["vocabulary"],
      ["checks", "halves"],
      ["exercises"],
      ["tap"],
      ["words"],
      ["judging"],
      ["grading"],
      ["submissions"],
      ["reporters"],
      ["exercise"],
      ["class"],
      ["modes"],
      ["programs", "completions"],
    ],
    beside: {},
    outside: {
      group: ["**/labs/**", "**/docs/**", "**/test/**", "**/bench/**"],
      message: "The grader never knows how a lab is built: it starts labs as processes.",
    },
  },
];

/** The rooms that a room may not import. */
export function forbidden({ floors, beside }: House, room: string): string[] {
  const at = floors.findIndex((floor) => floor.includes(room));
  return floors
    .slice(at)
    .flat()
    .filter((other) => other !== room && !beside[room]?.includes(other));
}

type Rule = { group: string[]; message: string };

const override = (includes: string, patterns: Rule[]) => ({
  includes: [includes],
  linter: { rules: { style: { noRestrictedImports: { level: "error", options: { patterns } } } } },
});

// an entry for a deeper folder replaces the options of the outer one: it repeats them
const overridesOf = (house: House) => [
  override(`${house.folder}/**`, [house.outside]),
  ...house.floors.flat().map((room) => {
    const above = forbidden(house, room);
    const rooms = above.length > 1 ? `{${above.join(",")}}` : above.join();
    const upstairs = above.length ? [`{..,../..,../../..}/${rooms}/**`] : [];
    const roundabout = [`**/${house.folder}/**`, "{..,../..}/index.ts"];
    const message = `${house.folder}/${room} imports only the rooms below it: ARCHITECTURE.md lists them.`;
    return override(`${house.folder}/${room}/**`, [house.outside, { group: [...upstairs, ...roundabout], message }]);
  }),
];

/** The file that biome.json extends. */
export const file = join(import.meta.dir, "../biome.floors.json");

/** What it must hold: a line for each room. */
export const written = (): string =>
  `{ "overrides": [\n${houses
    .flatMap(overridesOf)
    .map((entry) => JSON.stringify(entry))
    .join(",\n")}\n] }\n`;

if (import.meta.main) {
  writeFileSync(file, written());
}
