// The ready files for a class on many machines: as many shards as they say.

import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { YAML } from "bun";
import { project } from "../../harness/ground/paths.ts";

const read = (file: string) => readFileSync(join(project, "docs/class", file), "utf8");

test("GitHub Actions: a job for each shard", () => {
  const text = read("grade-class.yml");
  const { grade } = (YAML.parse(text) as { jobs: { grade: { strategy: { matrix: { shard: number[] } } } } }).jobs;
  const shards = grade.strategy.matrix.shard;
  expect(shards).toEqual(shards.map((_, at) => at + 1));
  expect(text).toContain(`--shard \${{ matrix.shard }}/${shards.length} `);
  for (const [, of] of text.matchAll(/-of-(\d+)-/g)) expect(Number(of)).toBe(shards.length);
});

test("Kubernetes: a pod for each shard", () => {
  const text = read("indexed-job.yaml");
  const { spec } = YAML.parse(text) as { spec: { completionMode: string; completions: number } };
  expect(spec.completionMode).toBe("Indexed");
  expect(text).toContain(`--shard "$shard/${spec.completions}"`);
});
