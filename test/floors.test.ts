// Lint holds the order of the rooms: what it is told is what test/floors.ts says, and an import that runs up is refused.

import { expect, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { file, forbidden, type House, houses, written } from "./floors.ts";
import { newFolder } from "./folder.ts";

const root = join(import.meta.dir, "..");
const copy = newFolder("floors");
for (const name of ["biome.json", "biome.floors.json", ".gitignore"]) cpSync(join(root, name), join(copy, name));

test("biome.floors.json is what `bun test/floors.ts` writes", () => {
  expect(readFileSync(file, "utf8")).toBe(written());
});

/** Lints a file that imports these, in a copy that has nothing else; gives what is refused. */
function refused(path: string, lines: string[]): string[] {
  const at = join(copy, path);
  mkdirSync(join(at, ".."), { recursive: true });
  writeFileSync(at, `${lines.join("\n")}\n`);
  const only = "--only=style/noRestrictedImports";
  const lint = Bun.spawnSync(
    [join(root, "node_modules/.bin/biome"), "lint", only, "--max-diagnostics=none", "--reporter=json", path],
    { cwd: copy, stderr: "ignore" },
  );
  const { diagnostics }: { diagnostics: { location: { start: { line: number } } }[] } = JSON.parse(
    lint.stdout.toString(),
  );
  return diagnostics.map(({ location }) => lines[location.start.line - 1]!);
}

const architecture = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");

test("the files that ARCHITECTURE names by a path are there", () => {
  const rooms = houses.flatMap(({ folder, floors }) =>
    floors.flat().map((room) => [room, `${folder}/${room}`] as const),
  );
  const named = [...architecture.matchAll(/`([\w-]+\/[\w/-]+\.\w+)`/g)].map(([, path]) => path!);
  const isThere = (path: string) =>
    [path, ...rooms.map(([room, at]) => path.replace(new RegExp(`^${room}/`), `${at}/`))].some((one) =>
      existsSync(join(root, one)),
    );
  expect(named.filter((path) => !path.includes("NN-") && !isThere(path))).toEqual([]);
  expect(named.length).toBeGreaterThan(20);
});

const imports = (rooms: string[]) => rooms.map((room) => `import "../${room}/planted.ts";`);
const roomsOf = ({ floors }: House) => floors.flat();

for (const house of houses) {
  const { folder } = house;
  test(`${folder}: every room has its floor`, () => {
    const there = readdirSync(join(root, folder), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(roomsOf(house).toSorted()).toEqual(there.map(({ name }) => name).sort());
  });

  test(`ARCHITECTURE lists the rooms of ${folder} in this order`, () => {
    const table = architecture.split(`| room of \`${folder}/\` `)[1]!.split("\n\n")[0]!;
    const rows = table.split("\n").slice(2);
    const listed = rows.map((row) => [...row.split("|")[1]!.matchAll(/`([^`]+)`/g)].map(([, room]) => room!));
    expect(listed).toEqual(house.floors);
  });

  for (const room of roomsOf(house))
    test(`${folder}/${room} may import the rooms below it, and no other`, () => {
      const above = forbidden(house, room);
      const others = roomsOf(house).filter((other) => other !== room);
      const path = `${folder}/${room}/planted.ts`;
      expect(refused(path, imports(others))).toEqual(imports(others.filter((other) => above.includes(other))));
    });

  test(`${folder}: no form of import runs up, and none by a roundabout way`, () => {
    const [[low = ""] = [], [high = ""] = []] = [house.floors[0], house.floors.at(-1)];
    const lines = [
      `import type { A } from "../${high}/planted.ts";`,
      `export { b } from "../${high}/planted.ts";`,
      `export const c = () => import("../${high}/planted.ts");`,
      `import "../../${folder}/${high}/planted.ts";`,
      'import "../index.ts";',
      'import "../../labs/03-bridge.ts";',
    ];
    expect(refused(`${folder}/${low}/planted.ts`, lines)).toEqual(lines);
    const deeper = [`import "../../${high}/planted.ts";`];
    expect(refused(`${folder}/${low}/deep/planted.ts`, deeper)).toEqual(deeper);
  });
}
