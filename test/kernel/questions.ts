// Run by `ask` of world.ts: reads a world's nodes through harness/kernel and prints what it found as JSON.

import { readlinkSync } from "node:fs";
import { reasonOf } from "../../harness/error.ts";
import { libc } from "../../harness/kernel/libc.ts";
import { openNetlink } from "../../harness/kernel/netlink.ts";
import { openNetns } from "../../harness/kernel/netns.ts";
import { type KernelNode, openNode } from "../../harness/kernel/node.ts";
import { within } from "../../harness/kernel/within.ts";

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

/** Opens any path of the world: its inode, or the refusal. */
function tryToOpen(path: string): unknown {
  try {
    return { inode: openNetns(path, { root: `/proc/${pid}/root`, owner }).inode };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

/** Where this thread is before, in and after `within`. */
function comingBack(): unknown {
  const here = (): string => readlinkSync("/proc/thread-self/ns/net").replace(/\D/g, "");
  const refusal = (work: () => unknown): string => {
    try {
      return String(work());
    } catch (error) {
      return reasonOf(error);
    }
  };
  const [host, docker1] = [open("host").netns, open("docker1").netns];
  const home = here();
  const [inside, inner, afterInner] = within(docker1, () => [here(), within(host, here), here()]);
  const after = here();
  const thrown = refusal(() =>
    within(docker1, () => {
      throw new Error("on purpose");
    }),
  );
  const afterThrow = here();
  const refused = refusal(() => within(docker1, async () => {}));
  return { home, inside, inner, afterInner, after, thrown, afterThrow, refused, afterRefusal: here() };
}

/** Root of a namespace may send to any netlink socket there: tells our own that there is nothing, before the kernel can answer. */
function forge(): unknown {
  const node = open("docker1");
  const genuine = node.routes("all").value;
  const liar = openNetlink(node.netns);
  const to = Buffer.alloc(12); // struct sockaddr_nl: the port of a process's first socket in a namespace is its pid
  to.writeUInt16LE(16, 0);
  to.writeUInt32LE(process.pid, 4);
  const done = Buffer.alloc(20); // NLMSG_DONE, in answer to the next request
  done.writeUInt32LE(done.length, 0);
  done.writeUInt16LE(3, 4);
  done.writeUInt32LE(node.netlink.sequence + 1, 8);
  const sent = libc().sendto(liar.fd, done, done.length, 0, to, to.length);
  return { sent, genuine, read: node.routes("all").value };
}

function answer(): unknown {
  if (question === "forged") return forge();
  if (question === "open") return tryToOpen(words[0]!);
  if (question === "within") return comingBack();
  return questions[question]!(open(words[0]!));
}

console.log(JSON.stringify(answer()));
