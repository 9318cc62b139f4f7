// May a second server listen on a port?

import { errnoText, lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { AF_INET } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { asUser, SOCK_STREAM, SOL_SOCKET, socketIn } from "../kernel/within.ts";
import { bind, closeAll } from "./socket.ts";

const SO_REUSEPORT = 15; // socket(7), asm-generic

/**
 * Tries to bind to the TCP port of every address of the node, for a moment: as anybody does, and as one who would share it with
 * the user who listens there (both must want so). "free", "shared", or the kernel's reason why neither goes.
 */
export function portState(node: KernelNode, port: number): Fact<string> {
  const fact = (value: string) => node.fact(value, `ss -ltn sport = :${port}`);
  const refused = attempt(node, port, false);
  if (refused === 0) return fact("free");
  const users = new Set(
    node.listening().value.flatMap((one) => (one.netid === "tcp" && one.port === port ? one.uid : [])),
  );
  const isShared = [...users].some((uid) => asUser(uid, () => attempt(node, port, true)) === 0);
  return fact(isShared ? "shared" : errnoText(refused));
}

/** 0, or the errno of the refusal. */
function attempt(node: KernelNode, port: number, isSharing: boolean): number {
  const socket = socketIn(node.netns, AF_INET, SOCK_STREAM, 0);
  try {
    if (isSharing && libc().setsockopt(socket, SOL_SOCKET, SO_REUSEPORT, new Int32Array([1]), 4) < 0)
      return lastErrno();
    return bind(socket, "0.0.0.0", port);
  } finally {
    closeAll([socket]);
  }
}
