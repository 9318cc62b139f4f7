// What must be true of lab 05, whoever built it. Titles and hints: docs/<language>/05-iflink.md, by id.

import { cable, hostEndOf, pluggedIn } from "../vocabulary/cable.ts";
import { type Check, check, type NodeName } from "../vocabulary/check.ts";
import { where } from "../vocabulary/matches.ts";

const containers = [
  { name: "docker1", hostEnd: "veth8c41e07", mislabel: "ip link set veth8c41e07 alias ''" },
  { name: "docker2", hostEnd: "veth3f2a1c9", mislabel: "ip link set veth3f2a1c9 alias docker4" },
  { name: "docker3", hostEnd: "vethb65d90a", mislabel: "ip link set docker0 alias docker3" }, // a second one
] as const;

const pairs = containers.map(({ name, hostEnd }) =>
  check(`pair-${name}`, {
    points: 1,
    read: cable(name),
    expect: pluggedIn,
    brokenBy: `ip link set ${hostEnd} nomaster`,
  }),
);

type Answer = Pick<Check, "points" | "brokenBy">;

// `seen` names no host end: to find it is the exercise.
const answer = (name: NodeName, rest: Answer): Check =>
  check(`answer-${name}`, {
    ...rest,
    read: (nodes) => {
      const { link } = hostEndOf(name, nodes);
      const all = nodes.host.links();
      const others = all.value.filter(({ ifindex, ifalias }) => ifalias === name && ifindex !== link?.ifindex);
      const value = link && { "alias of the host end": link.ifalias, "others with it": others.map((o) => o.ifname) };
      return { value, seen: `${nodes[name].link("eth0").seen}; ${all.seen}` };
    },
    expect: {
      "alias of the host end": name,
      "others with it": where("no other link of the host", (others: string[]) => others.length === 0),
    },
  });

const answers = containers.map(({ name, mislabel }) => answer(name, { points: 2, brokenBy: mislabel }));

export default [...pairs, ...answers];

/** Which checks judge which task. */
export const tasks = {
  "task-pairs": ["pair-docker1", "pair-docker2", "pair-docker3"],
  "task-docker1": ["answer-docker1"],
  "task-docker2": ["answer-docker2"],
  "task-docker3": ["answer-docker3"],
};
