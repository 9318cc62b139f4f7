// Run by `ask` of world.ts: reads a world's nodes through harness/kernel and prints what it found as JSON.

import { readlinkSync } from "node:fs";
import { reasonOf } from "../../harness/ground/error.ts";
import { libc } from "../../harness/kernel/libc.ts";
import { openNamed } from "../../harness/kernel/named.ts";
import { openNetlink } from "../../harness/kernel/netlink.ts";
import { type Netns, openNetns } from "../../harness/kernel/netns.ts";
import { type KernelNode, openNode } from "../../harness/kernel/node.ts";
import { openNotices } from "../../harness/kernel/notices.ts";
import { pidsOf } from "../../harness/kernel/pids.ts";
import { within } from "../../harness/kernel/within.ts";

const { pid, owner, question, words } = JSON.parse(process.argv[2]!);

const open = (name: string): KernelNode =>
  name === "host"
    ? openNode({ name, path: `/proc/${pid}/ns/net`, owner })
    : openNode({ name, path: `run/netns/${name}`, root: `/proc/${pid}/root`, owner });

/** Opens any path of the world: its inode, or the refusal. */
function tryToOpen(path: string): unknown {
  try {
    return { inode: openNetns(path, { root: `/proc/${pid}/root`, owner }).inode };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

/** Opens what a name of the world stands for: its inode, and by which process; or the refusal. */
function tryToOpenNamed(name: string): unknown {
  try {
    const { netns, holder } = openNamed({ root: `/proc/${pid}/root`, owner, pids: pidsOf(`/proc/${pid}`) }, name);
    return { inode: netns.inode, ...(holder === undefined ? {} : { holder }) };
  } catch (error) {
    return { error: reasonOf(error) };
  }
}

/** The inodes that a name of the world was opened as: until it was both opened and refused often, whoever has the processor meanwhile. */
function openManyTimes(name: string): unknown {
  const [often, most] = [100, 100_000];
  const opened: number[] = [];
  for (let tries = 0, refused = 0; tries < most && (opened.length < often || refused < often); tries += 1) {
    const { inode } = tryToOpenNamed(name) as { inode?: number };
    if (inode === undefined) refused += 1;
    else opened.push(inode);
  }
  return [...new Set(opened)];
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

/**
 * Root of a namespace may send to any netlink socket there: tells our own that there is nothing, before the kernel can
 * answer.
 */
function forge(): unknown {
  const node = open("docker1");
  const genuine = node.routes("all").value;
  const sent = lie(node.netns, NLMSG_DONE, node.netlink.sequence + 1); // in answer to the next request
  return { sent, genuine, read: node.routes("all").value };
}

/** The same to whoever listens for changes: one that never was. */
function forgeNotice(): unknown {
  const netns = openNetns("run/netns/docker1", { root: `/proc/${pid}/root`, owner });
  const notices = openNotices(netns);
  const sent = lie(netns, RTM_NEWLINK, 0);
  return { sent, told: notices.flatMap((notice) => notice.drain()) };
}

const NLMSG_DONE = 3;
const RTM_NEWLINK = 16;

/** Sends a message to this process's first netlink socket in the namespace: its port is the pid. */
function lie(netns: Netns, type: number, sequence: number): number {
  const to = Buffer.alloc(12); // struct sockaddr_nl
  to.writeUInt16LE(16, 0);
  to.writeUInt32LE(process.pid, 4);
  const message = Buffer.alloc(20);
  message.writeUInt32LE(message.length, 0);
  message.writeUInt16LE(type, 4);
  message.writeUInt32LE(sequence, 8);
  return libc().sendto(openNetlink(netns).fd, message, message.length, 0, to, to.length);
}

/** Any method of a node. */
function call(name: string, method: string, ...parameters: unknown[]): unknown {
  const node = open(name) as unknown as Record<string, (...parameters: unknown[]) => unknown>;
  return node[method]!(...parameters);
}

const questions: Record<string, (...words: string[]) => unknown> = {
  open: tryToOpen,
  named: tryToOpenNamed,
  manyTimes: openManyTimes,
  within: comingBack,
  forged: forge,
  "forged notice": forgeNotice,
  peerOf: (node, ifname, ...others) => open(node!).peerOf(ifname!, others.map(open)),
  call,
};

console.log(JSON.stringify(questions[question]!(...words)));
