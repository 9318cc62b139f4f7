// Which processes are servers: those with a TCP socket that listens.

import { readdirSync, readlinkSync } from "node:fs";
import { beginningOf } from "../ground/files.ts";

const LISTEN = "0A"; // in /proc/net/tcp: TCP_LISTEN, net/tcp_states.h
const tableBytes = 1024 * 1024; // of a namespace's table: some 7,000 sockets
const mostDescriptors = 256; // of one process that are looked at: no server of a lab has more

/** Asks about processes one after the other; each network namespace's sockets are read once. */
export function serverFinder(): (pid: number) => boolean {
  const sockets = new Map<string, Set<string>>();
  return (pid) => {
    try {
      const namespace = () => readlinkSync(`/proc/${pid}/ns/net`);
      const listening = sockets.get(namespace()) ?? listeningIn(pid);
      sockets.set(namespace(), listening); // it was there to the end: its table was read in full
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
  const lines = ["tcp", "tcp6"].flatMap((name) =>
    (beginningOf(`/proc/${pid}/net/${name}`, tableBytes) ?? "").split("\n"),
  );
  const columns = lines.map((line) => line.trim().split(/\s+/));
  return new Set(columns.filter((column) => column[3] === LISTEN).map((column) => `socket:[${column[9]}]`));
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return ""; // it was just closed
  }
}
