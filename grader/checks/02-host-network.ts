// What must be true of lab 02. Titles and hints: docs/<language>/02-host-network.md, by id.

import { http, portState } from "../../harness/probe/tcp.ts";
import { check } from "../check.ts";

const webPort = 80;

const listens = check("nginx-host", {
  points: 2,
  read: ({ host }) => {
    const { value, seen } = host.listening();
    return { value: value.filter(({ netid, port }) => netid === "tcp" && port === webPort), seen };
  },
  expect: [{ state: "LISTEN", port: webPort }],
  brokenBy: "kill $(cat /run/nginx-host.pid)",
  breaksToo: ["port-taken"],
});

const answers = check("answers-host", {
  needs: [listens],
  points: 1,
  read: ({ host }) => http(host, "http://127.0.0.1"),
  expect: { status: 200 },
  brokenBy: "iptables -A INPUT -p tcp --dport 80 -j REJECT",
});

const taken = check("port-taken", {
  points: 1,
  read: ({ host }) => portState(host, webPort),
  expect: "Address already in use",
  brokenBy: "kill $(cat /run/nginx-host.pid)",
  breaksToo: ["nginx-host"],
});

const webs = ["web1", "web2"].flatMap((name) => {
  const own = check(`own-stack-${name}`, {
    points: 1,
    read: (nodes) => {
      const others = ["host", name === "web1" ? "web2" : "web1"].flatMap((other) =>
        other in nodes ? [nodes[other]!] : [],
      );
      const shared = others.filter((other) => other.inode === nodes[name]!.inode).map((other) => other.name);
      return {
        value: shared.length ? `shared with ${shared}` : "its own",
        seen: `ip netns exec ${name} readlink /proc/self/ns/net`,
      };
    },
    expect: "its own",
    brokenBy: `ip netns del ${name}`,
  });
  const answers = check(`answers-${name}`, {
    needs: [own],
    points: 1,
    read: (nodes) => http(nodes[name]!, "http://127.0.0.1"),
    expect: { status: 200 },
    brokenBy: `kill $(cat /run/${name}.pid)`,
  });
  return [own, answers];
});

export default [listens, answers, taken, ...webs];
