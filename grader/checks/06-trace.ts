// What must be true of lab 06. Titles and hints: docs/<language>/06-trace.md, by id.

import { traced } from "../../harness/probe/trace.ts";
import { bothWays, check, reach } from "../check.ts";

const gateway = "172.17.0.1";

const hostTalk = check("host-docker1", {
  points: 1,
  read: reach("host", gateway, "docker1", "172.17.0.2"),
  expect: bothWays("host", "docker1"),
  brokenBy: "ip address flush dev docker0",
});

const talk = check("docker1-docker2", {
  points: 1,
  read: reach("docker1", "172.17.0.2", "docker2", "172.17.0.3"),
  expect: bothWays("docker1", "docker2"),
  brokenBy: "ip -n docker2 address flush dev eth0",
});

const prerouting = check("trace-prerouting", {
  needs: [hostTalk],
  points: 2,
  read: ({ host, docker1 }) => traced(docker1!, host, gateway, ({ request }) => request.includes("PREROUTING")),
  expect: { request: ["PREROUTING"] },
  brokenBy: "iptables -t raw -D PREROUTING -p icmp -j TRACE",
});

const output = check("trace-output", {
  needs: [hostTalk],
  points: 2,
  read: ({ host, docker1 }) => traced(docker1!, host, gateway, ({ reply }) => reply.includes("OUTPUT")),
  expect: { reply: ["OUTPUT"] },
  brokenBy: "iptables -t raw -D OUTPUT -p icmp -j TRACE",
});

export default [hostTalk, talk, prerouting, output];
