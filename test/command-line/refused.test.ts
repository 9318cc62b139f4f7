// What a verb or a mode does not know is refused: what is wrong, and the line that was probably meant.

import { expect, test } from "bun:test";
import { call, everybody } from "../who.ts";

const [who] = everybody({ LANG: "C.UTF-8" });

test.each<[string, string, string]>([
  // verbs
  [
    "labs/03-bridge.ts stauts --json",
    'Unknown verb "stauts"; the verbs are: up, ',
    "bun labs/03-bridge.ts status --json",
  ],
  ["labs/03-bridge.ts exer", 'Unknown verb "exer"; the verbs are: up, ', "bun labs/03-bridge.ts exercise"],
  ["labs/03-bridge.ts frobnicate", 'Unknown verb "frobnicate"; ', "bun labs/03-bridge.ts --help"],
  ["labs/03-bridge.ts constructor", 'Unknown verb "constructor"; ', "bun labs/03-bridge.ts --help"],
  // flags that are none
  ["labs/03-bridge.ts status --jsn", "Unknown option '--jsn'", "bun labs/03-bridge.ts status --json"],
  [
    "labs/03-bridge.ts walk a b --fromat=json",
    "Unknown option '--fromat'",
    "bun labs/03-bridge.ts walk a b --format=json",
  ],
  ["labs/03-bridge.ts down -lang zh", "Unknown option '-lang'", "bun labs/03-bridge.ts down --lang zh"],
  ["labs/03-bridge.ts down --constructor", "Unknown option '--constructor'", "bun labs/03-bridge.ts down --help"],
  ["grader/index.ts 03 --watsh", "Unknown option '--watsh'", "bun grader 03 --watch"],
  ["grader/index.ts --zzzzzz", "Unknown option '--zzzzzz'", "bun grader --help"],
  // flags of others
  [
    "labs/03-bridge.ts down --watch --json --format nonsense --step",
    "down takes no --watch: it goes with check",
    "bun labs/03-bridge.ts check --watch",
  ],
  ["labs/03-bridge.ts graph --step", "graph takes no --step: it goes with up", "bun labs/03-bridge.ts [up] --step"],
  [
    "labs/03-bridge.ts status --quiet",
    "status takes no --quiet: it goes with up, exercise",
    "bun labs/03-bridge.ts [up] --quiet",
  ],
  [
    "grader/index.ts --reference 01 --script F",
    "--script takes no --reference: one or the other",
    "bun grader --reference [LAB…]",
  ],
  [
    "grader/index.ts 03 --due 2026-11-30T23:59 --shard 1/2",
    "LAB takes no --due: it goes with --out, merge",
    "bun grader DIR [LAB…] --out DIR --due TIME",
  ],
  [
    "grader/index.ts 03 --hint --reporter json",
    "--hint takes no --reporter: it goes with LAB, --watch, --script, --out, merge, keep, --reference",
    "bun grader [LAB…] --reporter NAME",
  ],
  [
    "grader/index.ts merge a --out b --jobs 2",
    "merge takes no --jobs: it goes with --out",
    "bun grader DIR [LAB…] --out DIR --jobs N",
  ],
  [
    "grader/index.ts 03 --keep",
    "LAB takes no --keep: it goes with --script, --out",
    "bun grader LAB --script FILE --keep",
  ],
  [
    "grader/index.ts DIR 03 04 --out OUT --keep ann",
    "--keep leaves one world up: name one lab",
    "bun grader DIR 03 --out OUT --keep ann",
  ],
  // values
  [
    "grader/index.ts DIR 03 --out OUT --keep --jobs 2",
    `Option '--keep' takes a value, and "--jobs" is an option`,
    "bun grader DIR 03 --out OUT --keep STUDENT --jobs 2",
  ],
  [
    "labs/03-bridge.ts walk a b --format jsno",
    'Unknown format "jsno"; the formats are: text, svg, json, pcapng',
    "bun labs/03-bridge.ts walk a b --format json",
  ],
  [
    "labs/03-bridge.ts walk a b --format=pcap",
    'Unknown format "pcap"; the formats are: text, svg, json, pcapng',
    "bun labs/03-bridge.ts walk a b --format=pcapng",
  ],
  [
    "labs/03-bridge.ts down --engine podman",
    'Unknown engine "podman"; the engines are: netns, docker',
    "bun labs/03-bridge.ts down --help",
  ],
  ["labs/03-bridge.ts status --json=1", "Option '--json' takes no value", "bun labs/03-bridge.ts status --json"],
  ["labs/03-bridge.ts down --lang", "Option '--lang' takes a value", "bun labs/03-bridge.ts down --lang en|zh"],
  [
    "labs/03-bridge.ts exercise --student --quiet",
    `Option '--student' takes a value, and "--quiet" is an option`,
    "bun labs/03-bridge.ts exercise --student ID --quiet",
  ],
  [
    "grader/index.ts 03 --reporter juint",
    'Unknown reporter "juint"; the reporters are: text, ',
    "bun grader 03 --reporter junit",
  ],
  [
    "grader/index.ts 03 --timeout 3000000",
    'Unknown time "3000000": --timeout takes seconds, 2147483 at most',
    "bun grader --help",
  ],
  [
    "grader/index.ts 03 --timeout Infinity",
    'Unknown time "Infinity": --timeout takes seconds, 2147483 at most',
    "bun grader --help",
  ],
  ["grader/index.ts 03 --timeout NaN", 'Unknown time "NaN": --timeout takes seconds', "bun grader --help"],
  ["grader/index.ts 03 --timeout 0", 'Unknown time "0": --timeout takes seconds', "bun grader --help"],
  ["grader/index.ts 03 --timeout=-1", 'Unknown time "-1": --timeout takes seconds', "bun grader --help"],
  // labs and words
  ["grader/index.ts mrege a b --out c", 'Unknown word "mrege"; the words are: merge', "bun grader merge a b --out c"],
  ["grader/index.ts 03-brige", 'Unknown lab "03-brige"; the labs are: 01-network-stack, ', "bun grader 03"],
  ["grader/index.ts trace", 'Unknown lab "trace"; ', "bun grader 06"],
  ["grader/index.ts --reference --machine --engine docker 77", 'Unknown lab "77"; ', "bun grader 01"],
  ["labs/03-bridge.ts down now", 'Too many words: "now"', "bun labs/03-bridge.ts down"],
  ["labs/03-bridge.ts graph -- now", 'Too many words: "now"', "bun labs/03-bridge.ts graph"],
  ["grader/index.ts 03 04 --watch", 'Too many words: "04"', "bun grader LAB --watch"],
])("%s", async (line, message, next) => {
  const { out, err, status } = await call(who!, ...line.split(" "));
  const [said = "", arrow] = err.split("\n");
  expect(said).toStartWith(message);
  expect({ out, arrow, status }).toEqual({ out: "", arrow: `→ ${next}`, status: 2 });
});

test.each<[string, string, number]>([
  ["0.001", "it was ended after 0.001 s", 2],
  ["4.1", "", 0],
  ["5.0015", "", 0],
  ["2147483", "", 0],
])("--timeout %s is a time", async (seconds, said, status) => {
  const graded = await call(who!, "grader/index.ts", "--reference", "03", "--timeout", seconds);
  expect(graded.err.trim()).toEndWith(said);
  expect({ said: graded.err !== "", status: graded.status }).toEqual({ said: said !== "", status });
});

test("an exercise that could not be solved in that time says so", async () => {
  const { err, status } = await call(who!, "grader/index.ts", "--reference", "01", "--timeout", "0.001");
  expect(err).toContain('Cannot solve the exercise of lab "01-network-stack": it was ended after 0.001 s\n');
  expect(status).toBe(2);
});
