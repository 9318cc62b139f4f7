// The kit's image: docker/Dockerfile and docker/course-image make one root file system, with all that the labs run.

import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readTools } from "../harness/doctor/tools.ts";
import { project } from "../harness/ground/paths.ts";

const read = (path: string) => readFileSync(join(project, path), "utf8");
const words = (text = "") => text.split(/[\s\\]+/).filter(Boolean);

const dockerfile = read("docker/Dockerfile");
const last = dockerfile.slice(dockerfile.lastIndexOf("FROM "));
const packages = words(/--no-install-recommends([^&]*)&&/.exec(last)?.[1]);
const script = read("docker/course-image");

test("both have the same packages", () => {
  expect(packages.length).toBeGreaterThan(0);
  expect(words(/^packages=\(([^)]*)\)/m.exec(script)?.[1])).toEqual(packages);
});

test("they are those of the labs' commands", () => {
  const ofLabs = readTools().filter(({ need }) => need !== "test");
  expect(new Set(packages)).toEqual(new Set([...ofLabs.map((tool) => tool.package), "git", "python3"]));
});

test("both start it alike", () => {
  for (const [, word, value = ""] of last.matchAll(/^(WORKDIR|ENV|CMD) (.*)$/gm))
    expect(script).toContain(`${word} ${value}`);
});
