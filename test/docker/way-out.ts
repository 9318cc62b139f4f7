// A way out of a network namespace that has none, for a build that fetches packages: an HTTP proxy outside, reached by a socket of a file.
//
//   bun test/docker/way-out.ts out SOCKET          outside: what is asked for at the socket is fetched
//   bun test/docker/way-out.ts in SOCKET PORT      inside: 127.0.0.1:PORT is the socket

import { connect, createServer, type Socket } from "node:net";

const [side, socket = "", port] = process.argv.slice(2);

/** Whatever one says, the other hears, to its end; when one is gone, so is the other, after it has been told all. */
function join(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  const both = [one, other] as const;
  for (const [end, far] of [both, both.toReversed()])
    end!.on("error", () => far!.destroy()).on("close", () => far!.end());
}

/**
 * RFC 9110, 9.3.6: CONNECT host:port is answered, and then passed on. RFC 9112, 3.2.2: a server takes the absolute form, and so all else
 * is passed on as it came; whoever asks has a connection for each server.
 */
function fetchFor(asked: Socket): void {
  asked
    .on("error", () => asked.destroy())
    .once("data", (first: Buffer) => {
      asked.pause();
      const [, tunnel, url = ""] = /^(?:(CONNECT)|[A-Z]+) (\S+) HTTP/.exec(first.toString("latin1")) ?? [];
      const { hostname, port } = new URL(tunnel ? `http://${url}` : url);
      const there = connect(Number(port || 80), hostname, () => {
        if (tunnel) asked.write("HTTP/1.1 200 Connection established\r\n\r\n");
        else there.write(first);
        join(asked, there);
      });
      there.on("error", () => asked.destroy());
    });
}

if (side === "in") createServer((asked) => join(asked, connect(socket))).listen(Number(port), "127.0.0.1");
else createServer(fetchFor).listen(socket);
