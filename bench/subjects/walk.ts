// A packet's story: from the call to its last line; against a ping in the same world.

import { compare } from "../compare.ts";
import type { Subject } from "../index.ts";
import { bun } from "../run.ts";

const lab = "labs/03-bridge.ts";

export const walk: Subject = {
  title: "A packet's story; against a ping by exec",
  async rows(rounds) {
    await bun(lab, "--quiet");
    const rows = await compare(
      [
        {
          name: "exec docker1 -- ping",
          once: () => bun(lab, "exec", "docker1", "--", "ping", "-c", "1", "172.17.0.3"),
        },
        { name: "walk docker1 docker2", once: () => bun(lab, "walk", "docker1", "docker2") },
        { name: "walk, as a picture", once: () => bun(lab, "walk", "docker1", "docker2", "--format", "svg") },
      ],
      rounds,
    );
    await bun(lab, "down");
    return rows;
  },
};
