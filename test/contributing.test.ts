// What CONTRIBUTING shows of a check is a check.

import { expect, test } from "bun:test";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../harness/ground/paths.ts";
import { newFolder } from "./folder.ts";

test("its example of a check compiles", () => {
  const page = readFileSync(join(project, "CONTRIBUTING.md"), "utf8");
  const blocks = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map(([, block]) => block!);
  expect(blocks).not.toEqual([]);
  const folder = newFolder("contributing");
  const head = `import { type Check, check } from "${project}/grader/vocabulary/check.ts";
declare const address: Check;
`;
  writeFileSync(join(folder, "example.ts"), `${head}${blocks.join("\n")}export default [route];\n`);
  const compilerOptions = { typeRoots: [join(project, "node_modules")] };
  const settings = { extends: join(project, "tsconfig.json"), compilerOptions, files: ["example.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  const tsc = Bun.spawnSync([join(project, "node_modules/.bin/tsc"), "-p", folder]);
  expect(tsc.stdout.toString()).toBe("");
  expect(tsc.exitCode).toBe(0);
});
