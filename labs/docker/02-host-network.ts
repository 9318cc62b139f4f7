#!/usr/bin/env bun
// Lab 02 with real Docker: bun labs/02-host-network.ts --engine docker   Text: docs/<language>/02-host-network.md, from {#docker} on
//
//        host                      web1              web2              web3
//   nginx-host  :80            nginx :80         nginx :80         nginx :80
//   docker-proxy :8080         192.0.2.1         192.0.2.2         172.17.0.x
//   (for web3)                     └─── br-… (web) ──┘                 └── docker0

import { lab } from "../../harness/index.ts";

const { $, fails, step } = await lab(import.meta);

step("docker-nginx-host");
await $`docker version --format '{{.Server.Version}}'`;
await $`docker run -d --net=host --name nginx-host nginx`;
await $`curl -sI --retry 9 --retry-all-errors http://127.0.0.1 | head -n 1`;
await $`ss -ltn`;

step("docker-shares-the-stack");
await $`readlink /proc/self/ns/net`;
await $`docker inspect --format '{{.State.Pid}}' nginx-host`;
await $`readlink /proc/$(docker inspect --format '{{.State.Pid}}' nginx-host)/ns/net`;

step("docker-port-conflict");
await fails($`docker run --rm --net=host nginx`, /bind\(\) to 0\.0\.0\.0:80 failed \(98: Address already in use\)/);

step("docker-own-stacks");
await $`docker network create --subnet 192.0.2.0/24 --gateway 192.0.2.254 web`;
await $`docker run -d --network web --ip 192.0.2.1 --name web1 nginx`;
await $`docker run -d --network web --ip 192.0.2.2 --name web2 nginx`;
await $`curl -sI --retry 9 --retry-all-errors http://192.0.2.1 | head -n 1`;
await $`curl -sI --retry 9 --retry-all-errors http://192.0.2.2 | head -n 1`;
await $`docker logs --tail 1 web1`;
await $`brctl show`;

step("docker-published-port");
await $`docker run -d -p 8080:80 --name web3 nginx`;
await $`curl -sI --retry 9 --retry-all-errors http://127.0.0.1:8080 | head -n 1`;
await $`ss -ltnp 'sport = :8080'`;
await $`iptables -t nat -S DOCKER`;
