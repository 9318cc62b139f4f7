// A way out of a network namespace that has none, for a build that fetches packages: an HTTP proxy outside, reached by a socket of a file.
//
//   bun test/docker/way-out.ts out SOCKET          outside: what is asked for at the socket is fetched
//   bun test/docker/way-out.ts in SOCKET PORT      inside: 127.0.0.1:PORT is the socket

import { createServer, request } from "node:http";
import { connect, createServer as createListener, type Socket } from "node:net";

const [side, socket = "", port] = process.argv.slice(2);

/** Whatever one says, the other hears; when one ends, so does the other. */
function join(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one);
  for (const [a, b] of [
    [one, other],
    [other, one],
  ] as const)
    a.on("error", () => b.destroy()).on("close", () => b.destroy());
}

if (side === "in") createListener((asked) => join(asked, connect(socket))).listen(Number(port), "127.0.0.1");
else {
  // RFC 9110: 7.1, a request in absolute form; 9.3.6, CONNECT
  const proxy = createServer(({ method, url = "", headers }, answer) => {
    const fetching = request(url, { ...(method && { method }), headers }, (got) => {
      answer.writeHead(got.statusCode ?? 502, got.headers);
      got.pipe(answer);
    });
    fetching.on("error", () => answer.writeHead(502).end()).end();
  });
  proxy.on("connect", ({ url = "" }, asked: Socket) => {
    const [host = "", port] = url.split(/:(?=\d+$)/);
    const there = connect(Number(port), host, () => {
      asked.write("HTTP/1.1 200 Connection established\r\n\r\n");
      join(asked, there);
    });
    there.on("error", () => asked.destroy());
  });
  proxy.listen(socket);
}
