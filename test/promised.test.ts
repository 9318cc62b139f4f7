// What the README says one can run does run: here in a short form, where nothing else in the gate runs it.

import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../harness/ground/paths.ts";
import { newFolder, runEnvironment } from "./folder.ts";
import { run } from "./run.ts";

type Short = { argv: string[]; status?: number; says: RegExp };

const isRoot = process.getuid?.() === 0;

const docker: Short =
  isRoot && Bun.which("dockerd")
    ? { argv: ["test/docker.sh", "true"], says: /the machine outside is as it was/ }
    : {
        argv: ["test/docker.sh"],
        status: 1,
        says: /^test\/docker\.sh: (dockerd wants root|There is no \w+ command): /,
      };

const slurm: Short =
  isRoot && Bun.which("slurmd") && Bun.which("munged")
    ? { argv: ["test/slurm.sh", "sinfo"], says: /the machine outside is as it was/ }
    : {
        argv: ["test/slurm.sh"],
        status: 1,
        says: /^test\/slurm\.sh: (Namespaces and mounts want root|Packages are missing): /,
      };

/** By what the README says: a short form, or what in the gate runs it. */
const short: Record<string, Short | string> = {
  "./setup": "test/setup.test.ts",
  "./setup try": { argv: ["./setup", "try"], says: /03-bridge {2}16\/16/ },
  "./setup test": "the gate itself",
  "bun run ok": "the gate itself",
  "bun run doctor": { argv: ["bun", "run", "doctor"], says: /Everything that the labs need is here/ },
  "bun run bench": {
    argv: ["bun", "run", "bench", "--rounds", "1", "up", "verbs"],
    says: /bun labs\/03-bridge\.ts graph .* times$/,
  },
  "bun run errors": {
    argv: ["bun", "run", "errors", "08", "--gradings", "0", "--worlds", "2"],
    says: /^causes: .* 0 wrong$/,
  },
  "bun run chaos": { argv: ["bun", "run", "chaos", "2", "1"], says: /^2 of 2 rounds: nothing left/ },
  "bun test/again.ts": { argv: ["bun", "test/again.ts", "2", "true"], says: /^2 of 2 green; / },
  "bun test/soak.ts": { argv: ["bun", "test/soak.ts", "2", "2"], says: /^the machine is as it was$/ },
  "bun test/rounds.ts": { argv: ["bun", "test/rounds.ts", "1", "01"], says: /^1 rounds: \d+ pass$/ },
  "bun test/explain/survey.ts": { argv: ["bun", "test/explain/survey.ts", "dormant"], says: /^1 worlds\. Ways: / },
  "bun test/class/batch.ts": { argv: ["bun", "test/class/batch.ts", "3", "1"], says: /^the machine is as it was$/ },
  "bun test/hostile.ts": "test/hostile.test.ts",
  "bun test/text-walk.ts": "test/text-walk.test.ts",
  "bun test/fuzz/run.ts": { argv: ["bun", "test/fuzz/run.ts", "3"], says: /^ok .*, 3 runs, / },
  "test/docker.sh": docker,
  "test/slurm.sh": slurm,
  "docker/images": "test/docker.sh",
  "vagrant/verify": { argv: ["vagrant/verify", "--nothing"], status: 2, says: /Unknown argument "--nothing"/ },
};

const ours =
  /(?<![\w./-])(\.\/setup(?: try| test)?|bun (?:bench|test)\/[\w./-]+|bun run \w+|(?:test|docker|vagrant)\/[\w.]+)/g;

test("each has its short form", () => {
  const text = readFileSync(join(project, "README.md"), "utf8");
  const shown = [...text.matchAll(/`([^`\n]+)`/g), ...text.matchAll(/^((?:sudo )?[.\w/-]+\/[\w.]+.*)$/gm)].flatMap(
    ([, code = ""]) => code.match(ours) ?? [],
  );
  const isFile = (line: string) => /README\.md$|^(test|docker|vagrant)\/\w+$/.test(line) && !(line in short);
  expect([...new Set(shown)].filter((line) => !isFile(line)).sort()).toEqual(Object.keys(short).sort());
});

for (const [line, how] of Object.entries(short))
  if (typeof how !== "string")
    test.concurrent(line, async () => {
      const env = { ...runEnvironment(), XDG_STATE_HOME: newFolder("state") };
      const { out, err, status } = await run(how.argv, { env });
      const last = `${out}${err}`.trimEnd().split("\n");
      expect({ status, last: last.findLast((row) => how.says.test(row)) ?? last }).toEqual({
        status: how.status ?? 0,
        last: expect.stringMatching(how.says),
      });
    });
