// What is asked of a world, by how many containers it has. They are made by rtnetlink(7): one `ip` a command would take minutes.

import { join } from "node:path";
import { newFolder } from "../../test/folder.ts";
import { compare, type Row, rowOf } from "../compare.ts";
import type { Subject } from "../index.ts";
import { bun, bunUsage, command, missing, peer } from "../run.ts";
import { ticks } from "./watch.ts";

const lab = "labs/03-bridge.ts";
const sizes = [2, 10, 100, 1000]; // a bridge has 1,023 ports at most: BR_MAX_PORTS, net/bridge/br_private.h

const asked: Record<string, string[]> = {
  grade: ["grader/index.ts", "03"],
  graph: [lab, "graph"],
  "graph --format svg": [lab, "graph", "--format", "svg"],
  walk: [lab, "walk", "docker1", "docker2"],
  exec: [lab, "exec", "docker2", "--", "true"],
};

export const scale: Subject = {
  title: "A world of lab 03, by its containers; each against the same with two",
  async rows(rounds) {
    const absent = missing(["cc"]);
    if (absent) return [{ name: "rtnetlink(7) in C", missing: absent }];
    const folder = newFolder("scale");
    const program = join(folder, "rtnetlink");
    await command(["cc", "-O2", "-o", program, peer("rtnetlink.c")]);
    const all: Row[] = [];
    for (const size of sizes) {
      await bun(lab, "exercise", "--quiet");
      await bun(lab, "exec", "host", "--", "sh", "-ec", "for name in docker1 docker2; do ip netns del $name; done");
      const make = [lab, "exec", "host", "--", "sh", "-ec", `cat > /tmp/make; chmod +x /tmp/make; /tmp/make ${size}`];
      await command([process.execPath, ...make], { stdin: Bun.file(program) }); // a world sees nothing of our /tmp
      const memory = new Map<string, number[]>();
      const contenders = Object.entries(asked).map(([word, line]) => {
        const name = `${size} containers: ${word}`;
        const once = async () => {
          const { ms, maxRSS } = await bunUsage(...line);
          memory.set(name, [...(memory.get(name) ?? []), maxRSS / 1e6]);
          return ms;
        };
        return { name, once };
      });
      for (const row of await compare(contenders, Math.min(rounds, 3))) all.push(against(row, all));
      for (const [name, each] of memory) all.push(against({ ...rowOf(`${name}, memory`, each), unit: "MB" }, all));
      for (const row of await ticks(Math.min(rounds, 3)))
        all.push(against({ ...row, name: `${size} containers: watch, ${row.name}` }, all));
      await bun(lab, "down");
    }
    return all;
  },
};

/** The row with its ratio to the same with two containers. */
function against(row: Row, all: Row[]): Row {
  const first = all.find(({ name }) => askedOf(name) === askedOf(row.name));
  return { ...row, ratio: first?.median && row.median ? row.median / first.median : 1 };
}

/** What was asked: without how many containers there were. */
const askedOf = (name: string): string => name.replace(/^\d+ containers: /, "");
