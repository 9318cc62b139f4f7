// What the course text shows in its console blocks is what happens: the commands are the lab's, and typed into an empty world
// they give this output. `bun test/console/record.ts NN` writes the blocks anew.

import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { project } from "../../harness/ground/paths.ts";
import { labNames } from "../../harness/lab/names.ts";
import { picturesOf } from "../../harness/lab/pictures.ts";
import type { Language } from "../../harness/text/language.ts";
import type { Entry } from "./blocks.ts";
import { commandsDiffer, entriesOf, languagesDiffer, outputDiffers, type Texts } from "./compare.ts";
import { comparable, photographer } from "./pictures.ts";
import { isWalk, replay } from "./replay.ts";
import { stepsOf } from "./transcript.ts";

const read = (lab: string, language: string) => readFileSync(join(project, "docs", language, `${lab}.md`), "utf8");
const textsOf = (lab: string): Texts => ({ en: read(lab, "en"), zh: read(lab, "zh") });

// A kernel without br_netfilter shows nothing there, as the text says: lab 06, step bridge-nf.
const hasBridgeNf = existsSync("/proc/sys/net/bridge/bridge-nf-call-iptables");
const isComparable = ({ command }: Entry) => hasBridgeNf || !/bridge-nf-call|DST=172\.17\.0\.3/.test(command);

/** A run of the text's own commands, against the text. */
async function rerun(
  source: string,
  language: Language = "en",
  after?: Parameters<typeof replay>[2],
): Promise<string[]> {
  const shown = entriesOf(source);
  const commands = shown.map(({ command }) => command);
  const run = await replay(commands, language, after);
  return outputDiffers(shown.filter(isComparable), run.filter(isComparable));
}

for (const lab of labNames())
  describe(lab, () => {
    const texts = textsOf(lab);

    test("both languages show the same", () => {
      expect(languagesDiffer(texts)).toEqual([]);
    });

    test.concurrent("each step's block has the commands that the lab runs there", async () => {
      expect(commandsDiffer(texts.en, await stepsOf(lab))).toEqual([]);
    });

    test.concurrent("the text's commands, typed into an empty world, give the text's output and its pictures", async () => {
      const { taken, after } = photographer(texts.en);
      // who looks into a namespace gives it a number there: where the text shows those, nobody looks meanwhile
      const isShy = texts.en.includes("netnsid");
      expect(await rerun(texts.en, "en", isShy ? undefined : after)).toEqual([]);
      if (isShy) await rerun(texts.en, "en", after);
      expect(comparable(taken)).toEqual(comparable(picturesOf(lab))); // the page shows them
    });

    if (entriesOf(texts.zh).some(({ command }) => isWalk(command)))
      test.concurrent("so do the Chinese text's, where `walk` speaks", async () => {
        expect(await rerun(texts.zh, "zh")).toEqual([]);
      });
  });

describe("a text that went wrong is noticed", () => {
  const lab = "01-network-stack";
  const { en, zh } = textsOf(lab);
  const command = "$ ip -n docker1 link set lo up\n";

  const wrongs: Record<string, string> = {
    "a changed output line": en.replace("inet 127.0.0.1/8", "inet 127.0.0.2/8"),
    "a changed number in a ping": en.replace("ttl=64", "ttl=63"),
    "two equal values that ought to differ": en.replace(/net:\[\d+\]([^[]*)net:\[(\d+)\]/, "net:[$2]$1net:[$2]"),
    "a missing command": en.replace(command, ""),
    "an extra command": en.replace(command, `${command}$ ip -n docker1 link set lo mtu 1500\n`),
  };
  for (const [what, wrong] of Object.entries(wrongs)) {
    test(`${what}: by comparing languages`, () => {
      expect(wrong).not.toBe(en);
      expect(languagesDiffer({ en: wrong, zh })).not.toEqual([]);
    });
    test.concurrent(`${what}: by running it`, async () => {
      expect(await rerun(wrong)).not.toEqual([]);
    });
  }
  for (const what of ["a missing command", "an extra command"])
    test.concurrent(`${what}: by comparing with the lab`, async () => {
      expect(commandsDiffer(wrongs[what]!, await stepsOf(lab))).not.toEqual([]);
    });
});
