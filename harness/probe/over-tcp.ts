// One exchange over TCP: a connection, and data on it there and back.

import { constants } from "node:os";
import { errnoText, lastErrno } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";
import type { Flow } from "./flow.ts";
import { type Exchanging, type Over, payload } from "./running.ts";
import { MSG_NOSIGNAL, nameOf, take } from "./socket.ts";

const { EAGAIN } = constants.errno;

/** Begins on the client's socket, which is connecting; the longest of the data there and back. */
export const overTcp: Over = (server, client, at, tos, bytes) => {
  const data = payload(Math.max(...bytes));
  const own = nameOf(client).port;
  const [connection, whole] = [at, `data at ${at}`];
  let sent = 0;
  let got: Buffer = Buffer.alloc(0);
  const running: Exchanging = {
    isOver: false,
    through: new Set(),
    all: [connection, whole],
    again() {},
    lost(_, syns) {
      const flow: Flow = { over: "tcp", port: server.port, peerPort: own, ...(tos !== undefined && { tos }) };
      const begun: Flow = { ...flow, isBegun: true };
      if (running.through.has(connection))
        return { flow: begun, leg: server.serve().some(({ said }) => said.equals(data)) ? "reply" : "request" };
      if (sent > 0) return { flow: begun, leg: "request" }; // it was answered, and the server did not hear of that
      const has = syns?.has(own, server.port) ?? "unknown";
      return has === "unknown" ? { flow } : { flow, leg: has === "yes" ? "reply" : "request" };
    },
    step() {
      const visits = server.serve();
      // by the port, but where it was translated, by the first data
      const visit = visits.find(({ port, said }) =>
        said.length ? said.equals(data.subarray(0, said.length)) : port === own,
      );
      if (visit) {
        running.through.add(connection);
        running.source = visit.address;
      }
      while (sent < data.length) {
        const rest = data.subarray(sent);
        const length = libc().sendto(client, rest, rest.length, MSG_NOSIGNAL, null, 0);
        if (length < 0) return lastErrno() === EAGAIN ? undefined : over(errnoText(lastErrno()));
        sent += length;
      }
      for (let part = take(client); part !== -EAGAIN; part = take(client)) {
        if (!(part instanceof Buffer)) return over(part === 0 ? "closed" : errnoText(-part));
        got = Buffer.concat([got, part]);
      }
      if (!got.equals(data)) return;
      running.through.add(whole);
      running.isOver = true;
    },
  };
  return running;

  function over(reason: string): void {
    running.reason = reason;
    running.isOver = true;
  }
};
