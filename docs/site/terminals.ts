// Shells in the page: each a PTY with the lab's own verb `shell`, so what is typed is recorded as in any other terminal. One
// lives on while nobody is attached, for a while: a page that is loaded again finds it as it was.

import { join } from "node:path";
import type { ServerWebSocket } from "bun";
import { project } from "../../harness/ground/paths.ts";

export type Attached = { session: Session };
type Socket = ServerWebSocket<Attached>;
type Session = ReturnType<typeof startSession>;

const kept = 256 * 1024; // bytes of what was printed, for whoever attaches again
const most = 32; // terminals at once
const patience = 30 * 60 * 1000; // ms that one waits for somebody to come back

const sessions = new Map<string, Session>();

/** The terminal with the id, started if there is none. Undefined where there are too many. */
export function sessionOf(id: string, lab: string, node: string): Session | undefined {
  const known = sessions.get(id);
  if (known) return known;
  if (sessions.size >= most) return undefined;
  const session = startSession(id, lab, node);
  sessions.set(id, session);
  return session;
}

function startSession(id: string, lab: string, node: string) {
  const sockets = new Set<Socket>();
  let printed: Uint8Array[] = [];
  let size = 0;
  let leaving: Timer | undefined;
  const child = Bun.spawn([process.execPath, join(project, `labs/${lab}.ts`), "shell", node], {
    cwd: project,
    env: { ...process.env, TERM: "xterm-256color" },
    terminal: {
      cols: 80,
      rows: 24,
      data(_, bytes) {
        const copy = bytes.slice();
        printed.push(copy);
        size += copy.length;
        while (size > kept) size -= printed.shift()!.length;
        for (const socket of sockets) socket.sendBinary(copy);
      },
    },
  });
  void child.exited.then(() => {
    sessions.delete(id);
    clearTimeout(leaving);
    for (const socket of sockets) socket.close(4000, "ended");
    printed = [];
  });
  return {
    attach(socket: Socket): void {
      clearTimeout(leaving);
      for (const bytes of printed) socket.sendBinary(bytes);
      sockets.add(socket);
    },
    detach(socket: Socket): void {
      sockets.delete(socket);
      if (!sockets.size) leaving = setTimeout(() => child.kill("SIGHUP"), patience);
    },
    /** Text is what was typed; a message that begins with NUL is the window's size: columns, rows. */
    take(message: string | Buffer): void {
      const text = message.toString();
      const resize = /^\0(\d{1,3}) (\d{1,3})$/.exec(text);
      if (resize) child.terminal?.resize(Number(resize[1]), Number(resize[2]));
      else child.terminal?.write(text);
    },
    end: () => child.kill("SIGHUP"),
  };
}

export function endSessions(): void {
  for (const session of sessions.values()) session.end();
}
