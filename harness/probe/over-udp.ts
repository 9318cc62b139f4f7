// One exchange over UDP: datagrams of several lengths, each there and back.

import { constants } from "node:os";
import { errnoText } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";
import type { EchoServer } from "./echo-server.ts";
import type { Flow } from "./flow.ts";
import { isHoled, many } from "./holes.ts";
import { soon } from "./pace.ts";
import { type Exchanging, type Over, payload } from "./running.ts";
import { nameOf, take, until } from "./socket.ts";

const { EAGAIN } = constants.errno;
export const HEADERS_BYTES = 28; // RFC 791, RFC 768

/** Sends all of them at once on the client's socket. */
export const overUdp: Over = (server, client, at, tos, bytes) => {
  const parts = bytes.map((length) => ({ name: `${length} bytes at ${at}`, data: payload(length) }));
  const own = nameOf(client).port;
  let [missed] = parts.map(({ data }) => data);
  const hasCome = (data: Buffer) => server.serve().some(({ said }) => said.equals(data));
  const running: Exchanging = {
    isOver: false,
    through: new Set(),
    all: parts.map(({ name }) => name),
    again() {
      for (const { name, data } of parts)
        if (!running.through.has(name)) libc().sendto(client, data, data.length, 0, null, 0);
    },
    lost(part) {
      const data = parts.find(({ name }) => name === part)?.data ?? missed!;
      const flow: Flow = {
        ...{ over: "udp", port: server.port, peerPort: own },
        bytes: data.length + HEADERS_BYTES,
        ...(tos !== undefined && { tos }),
      };
      return { flow, leg: hasCome(data) ? "reply" : "request" };
    },
    async many() {
      const length = bytes[0]!;
      for (let round = 0; round < 2; round++) {
        const sent = await volley(server, client, length);
        if (!isHoled(sent, ({ isBack }) => isBack)) return;
        missed = sent.find(({ isBack }) => !isBack)!.data;
      }
      running.all.push(`one in a few of ${length} bytes at ${at}`);
    },
    step() {
      const visit = server.serve().find(({ said }) => parts.some(({ data }) => data.equals(said)));
      if (visit) running.source = visit.address;
      for (let got = take(client); got !== -EAGAIN; got = take(client)) {
        const part = parts.find(({ data }) => got instanceof Buffer && data.equals(got));
        if (part && hasCome(part.data)) running.through.add(part.name); // one of ours at another port may have answered
        if (typeof got !== "number") continue;
        running.reason = errnoText(-got); // what an ICMP error said, once
        break;
      }
      running.isOver = running.through.size === parts.length;
    },
  };
  running.again();
  return running;
};

/** Sends many datagrams of the length at once. */
async function volley(server: EchoServer, client: number, length: number) {
  const sent = Array.from({ length: many }, () => ({
    data: payload(length),
    sentAt: performance.now(),
    isBack: false,
  }));
  for (const one of sent) {
    one.sentAt = performance.now();
    libc().sendto(client, one.data, length, 0, null, 0);
  }
  const areBack = () => {
    server.serve();
    for (let got = take(client); got instanceof Buffer; got = take(client))
      for (const one of sent) one.isBack ||= one.data.equals(got);
    return sent.every(({ isBack }) => isBack);
  };
  await until(areBack, [...server.sockets, client], soon.quick);
  return sent;
}
