// The worlds of worlds.ts: each cause is on the leg that was measured lost and so in the kernel, and what is known by now is told.

import { expect, test } from "bun:test";
import { inWorld } from "../world.ts";
import { expectHonest } from "./honest.ts";
import { lossy } from "./worlds.ts";

for (const { lab, fault, commands, asked, told } of lossy)
  test.concurrent(`${lab}: ${fault}`, () =>
    inWorld(async (world) => {
      await world.buildFast(lab);
      await world.sh(commands);
      const causes = (await expectHonest(world, asked)).flatMap(({ cause }) => cause ?? []);
      if (told) expect(causes.map(({ node, what }) => `${node} ${what}`)).toContain(`${told.node} ${told.what}`);
    }));
