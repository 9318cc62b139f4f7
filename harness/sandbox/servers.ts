// Which processes are servers: those with a TCP socket that listens.

import { closeSync, openSync, readdirSync, readlinkSync, readSync } from "node:fs";

const LISTEN = "0A"; // in /proc/net/tcp: TCP_LISTEN, net/tcp_states.h
const tableBytes = 1024 * 1024; // of a namespace's table: some 7,000 sockets
const mostDescriptors = 256; // of one process that are looked at: no server of a lab has more

/** Asks about processes one after the other; each network namespace's sockets are read once. */
export function serverFinder(): (pid: number) => boolean {
  const sockets = new Map<string, Set<string>>();
  return (pid) => {
    try {
      const namespace = readlinkSync(`/proc/${pid}/ns/net`);
      const listening = sockets.get(namespace) ?? listeningIn(pid);
      sockets.set(namespace, listening);
      if (!listening.size) return false;
      const descriptors = readdirSync(`/proc/${pid}/fd`).slice(0, mostDescriptors);
      return descriptors.some((fd) => listening.has(linkOf(`/proc/${pid}/fd/${fd}`)));
    } catch {
      return false; // it ended meanwhile
    }
  };
}

/** A process's own view of /proc/net is that of its network namespace: proc(5). */
function listeningIn(pid: number): Set<string> {
  const lines = ["tcp", "tcp6"].flatMap((name) => beginningOf(`/proc/${pid}/net/${name}`).split("\n"));
  const columns = lines.map((line) => line.trim().split(/\s+/));
  return new Set(columns.filter((column) => column[3] === LISTEN).map((column) => `socket:[${column[9]}]`));
}

function beginningOf(path: string): string {
  const fd = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(tableBytes);
    let length = 0;
    for (let more = -1; more !== 0 && length < tableBytes; length += more)
      more = readSync(fd, buffer, length, tableBytes - length, null);
    return buffer.toString("latin1", 0, length);
  } finally {
    closeSync(fd);
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ""; // it was just closed
  }
}
