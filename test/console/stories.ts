// The stories that the pages for reading play: one ping in each lab's world, told in both languages.
// bun test/console/stories.ts [NN …]: records them.

import { writeFileSync } from "node:fs";
import { type Story, storyFile } from "../../docs/site/recorded.ts";
import type { ToldWalk } from "../../docs/site/story.ts";
import { labNamed } from "../../grader/grading/catalogue.ts";
import { mainly } from "../../harness/ground/error.ts";
import { insideProgram } from "../../harness/ground/paths.ts";
import { inWorld } from "../world.ts";
import { readWorldOf } from "./pictures.ts";

/** Between which nodes: what the lab is about. */
const pings: Record<string, [from: string, to: string]> = {
  "03-bridge": ["docker1", "docker2"],
  "04-arp": ["docker1", "docker2"],
  "05-iflink": ["docker1", "docker3"],
  "06-trace": ["docker1", "outside"],
  "07-cross-host": ["docker1", "docker3"],
  "08-cni": ["docker1", "outside"],
};

const record = (lab: string): Promise<void> =>
  inWorld(async (world) => {
    await world.build(lab);
    const { sh } = world;
    const told = async (language: string): Promise<ToldWalk> => {
      await sh("for name in $(ip netns list | cut -d ' ' -f 1); do ip -n $name neigh flush all; done");
      const said = await sh([...insideProgram("walk"), ...pings[lab]!, "json", language].join(" "));
      const { answered, told, packets }: ToldWalk = JSON.parse(said);
      const shown = packets.flatMap(({ text, hops }) =>
        text === null ? [] : [{ text, hops: hops.map(({ node, ifname }) => ({ node, ifname })) }],
      );
      return { answered, told, packets: shown };
    };
    const story: Story = { nodes: await readWorldOf(world), en: await told("en"), zh: await told("zh") };
    writeFileSync(storyFile(lab), `${JSON.stringify(story)}\n`);
  });

await mainly(async () => {
  const words = process.argv.slice(2);
  for (const lab of words.length > 0 ? words.map(labNamed) : Object.keys(pings)) await record(lab);
  return 0;
});
