#!/usr/bin/env bun
// Lab 02: a container shares the host's stack, or has its own.   Text: docs/<language>/02-host-network.md
//
//        host                     web1              web2
//   nginx-host  :80          nginx :80         nginx :80
//   (-net=host: no stack     (a stack of       (a stack of
//    of its own)              its own)          its own)
//                          192.0.2.1         192.0.2.2

import { lab } from "../harness/index.ts";

const { $, fails, step } = await lab(import.meta);

step("web-server", { given: true });
await $`echo 'user root; error_log /run/error.log; events {} http { server { listen 80; return 200 "$hostname "; } }' > /run/web.conf`;

step("nginx-host");
await $`unshare --uts sh -c 'hostname nginx-host; nginx -c /run/web.conf -g "pid /run/nginx-host.pid;"'`;
await $`ss -ltn`;
await $`curl -s http://127.0.0.1`;

step("shares-the-stack");
await $`readlink /proc/self/ns/net`;
await $`readlink /proc/$(cat /run/nginx-host.pid)/ns/net`;

step("port-conflict");
await fails(
  $`nginx -c /run/web.conf -g "pid /run/second.pid;"`,
  /bind\(\) to 0\.0\.0\.0:80 failed \(98: Address already in use\)/,
);

step("own-stacks");
await $`ip netns add web1`;
await $`ip -n web1 link set lo up`;
await $`ip -n web1 address add 192.0.2.1/32 dev lo`;
await $`ip netns exec web1 unshare --uts sh -c 'hostname web1; nginx -c /run/web.conf -g "pid /run/web1.pid;"'`;
await $`ip netns add web2`;
await $`ip -n web2 link set lo up`;
await $`ip -n web2 address add 192.0.2.2/32 dev lo`;
await $`ip netns exec web2 unshare --uts sh -c 'hostname web2; nginx -c /run/web.conf -g "pid /run/web2.pid;"'`;

step("no-conflict");
await $`ip netns exec web1 ss -ltn`;
await $`ip netns exec web1 curl -s http://127.0.0.1`;
await $`ip netns exec web2 curl -s http://127.0.0.1`;
await $`curl -s http://127.0.0.1`;

step("own-addresses");
await $`ip netns exec web1 curl -s http://192.0.2.1`;
await $`ip netns exec web2 curl -s http://192.0.2.2`;
await fails($`curl -sS -m 1 http://192.0.2.1`, /Couldn't connect|Failed to connect|timed out/);

step("shared-rules");
await $`iptables -A INPUT -p tcp --dport 80 -j REJECT`;
await fails($`curl -sS http://127.0.0.1`, /Couldn't connect|Failed to connect/);
await $`ip netns exec web1 curl -s http://127.0.0.1`;
await $`iptables -D INPUT -p tcp --dport 80 -j REJECT`;
await $`curl -s http://127.0.0.1`;
