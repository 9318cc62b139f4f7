// Run by `ask` of world.ts: reads a world's nodes through harness/kernel and prints what it found as JSON.

import { type KernelNode, openNode } from "../../harness/kernel/node.ts";

const [place = "", question = "", ...words] = process.argv.slice(2);
const { pid, owner } = JSON.parse(place);

const open = (name: string): KernelNode =>
  name === "host"
    ? openNode({ name, path: `/proc/${pid}/ns/net`, owner })
    : openNode({ name, path: `run/netns/${name}`, root: `/proc/${pid}/root`, owner });

const questions: Record<string, (node: KernelNode) => unknown> = {
  links: (node) => node.links(),
  addresses: (node) => node.addresses(),
  routes4: (node) => node.routes("all", "inet"),
  routes6: (node) => node.routes("all", "inet6"),
  rules4: (node) => node.rules("inet"),
  rules6: (node) => node.rules("inet6"),
  neighbours: (node) => node.neighbours(),
  fdb: (node) => node.fdb(...words.slice(1)),
  routeTo: (node) => words.slice(1).map((destination) => node.routeTo(destination)),
  sysctl: (node) => words.slice(1).map((key) => node.sysctl(key)),
  listening: (node) => node.listening(),
  iptablesSave: (node) => node.iptablesSave(),
  nft: (node) => node.nft(),
  peer: (node) => node.peerOf(words[1]!, words.slice(2).map(open)),
};

console.log(JSON.stringify(questions[question]!(open(words[0]!))));
