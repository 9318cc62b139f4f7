// Who answers at a TCP port of a node, whoever asks: nobody, somebody, or is the port led on to another stack, whether somebody
// answers there or not? Seen by listening on all links: what was led on goes out once more, or asks for the one it is to go to.

import { constants } from "node:os";
import { lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { SOCK_STREAM } from "../kernel/within.ts";
import { cables, type Field } from "./field.ts";
import { bind, closeAll, inetSocket, nameOf, socketAddress, until } from "./socket.ts";
import { type Heard, openTaps } from "./tap.ts";

/** "nobody", "somebody", "led on to 172.17.0.4". */
export type Led = string;

type Asker = {
  from: KernelNode;
  address: string;
  socket: number;
  port: number;
  state: "asking" | "refused" | "answered";
};

const arpPatience = 1500; // ms: longer than the second after which an unanswered ARP request is sent again (arp(7))
const grace = 100; // ms in which what has arrived is led on, or answered
const { EISCONN, EINPROGRESS, EALREADY, EADDRINUSE } = constants.errno;

/** Asks at every IPv4 address of the node `at` from each of the others, and from itself. By "docker2 → 172.17.0.1". */
export function ledFrom(
  field: Field,
  askers: readonly KernelNode[],
  at: KernelNode,
  port: number,
): Promise<Fact<Record<string, Led>>> {
  return field.turn(cables, async () => {
    const own = field.spots().filter(({ node, isUp }) => node.inode === at.inode && isUp);
    const addresses = [...new Set(own.map(({ address }) => address))];
    const taps = openTaps(field.nodes);
    const asking: Asker[] = [];
    // each asks from a port of its own, by which its packets are known: what the kernel chooses may be the same on two nodes
    let next = 40_000 + Math.floor(Math.random() * 10_000);
    try {
      for (const from of askers)
        for (const address of from.inode === at.inode ? ["127.0.0.1", ...addresses] : addresses) {
          const socket = inetSocket(from.netns, SOCK_STREAM);
          while (bind(socket, "0.0.0.0", ++next) === EADDRINUSE);
          const asker: Asker = { from, address, socket, port: 0, state: "asking" };
          connect(asker, port);
          asking.push({ ...asker, port: nameOf(socket).port });
        }
      const begin = performance.now();
      const isOver = () => {
        for (const one of asking) if (one.state === "asking") connect(one, port);
        const open = asking.filter(({ state }) => state === "asking");
        const late = performance.now() - begin > grace;
        return open.every((one) => late && hasArrived(one, at, taps.heard()));
      };
      await until(isOver, taps.sockets, arpPatience);
      const sought = soughtBy(field, at, taps.heard());
      const entries = asking.map((one) => [
        `${one.from.name} → ${one.address}`,
        told(one, at, port, taps.heard(), sought),
      ]);
      return at.fact(Object.fromEntries(entries), `iptables-save | grep ${port}`);
    } finally {
      closeAll(asking.map(({ socket }) => socket));
      taps.close();
    }
  });
}

/** Asks, or asks what came of it. */
function connect(asker: Asker, port: number): void {
  const name = socketAddress(asker.address, port);
  const errno = libc().connect(asker.socket, name, name.length) === 0 ? EISCONN : lastErrno();
  if (errno === EISCONN) asker.state = "answered";
  else if (errno !== EINPROGRESS && errno !== EALREADY) asker.state = "refused";
}

const isItsOwn = (asker: Asker, { frame: { tcp } }: Heard): boolean =>
  tcp?.sport === asker.port && tcp.flags.includes("SYN") && !tcp.flags.includes("ACK");

const hasArrived = (asker: Asker, at: KernelNode, heard: readonly Heard[]): boolean =>
  heard.some((one) => one.node.inode === at.inode && one.direction === "in" && isItsOwn(asker, one));

/** Addresses that nobody has and that the node asked for meanwhile: somebody's packets were to go there. */
function soughtBy(field: Field, at: KernelNode, heard: readonly Heard[]): string[] {
  const isOwned = (address: string) => field.spots().some((spot) => spot.address === address);
  const asked = heard.flatMap(({ node, direction, frame: { arp } }) =>
    node.inode === at.inode && direction === "out" && arp?.op === "request" ? arp.targetIp : [],
  );
  const waiting = at.neighbours().value.flatMap(({ dst, state }) => (state.includes("INCOMPLETE") ? dst : []));
  return [...new Set([...asked, ...waiting])].filter((address) => address.includes(".") && !isOwned(address));
}

function told(asker: Asker, at: KernelNode, port: number, heard: readonly Heard[], sought: string[]): Led {
  const on = heard.find(
    (one) => isItsOwn(asker, one) && (one.frame.tcp?.dport !== port || one.frame.ip?.dst !== asker.address),
  );
  if (on?.frame.ip) return `led on to ${on.frame.ip.dst} port ${on.frame.tcp?.dport}`;
  if (asker.state === "answered") return "somebody";
  // what was refused came to its end; what was not may be what asks for them
  const isOpen = asker.state === "asking" && (asker.from.inode === at.inode || hasArrived(asker, at, heard));
  return isOpen && sought[0] ? `led on to ${sought[0]}` : "nobody";
}
