// What must be true of lab 01. Titles and hints: docs/<language>/01-network-stack.md, by id.

import { readNetfilter } from "../../harness/kernel/netfilter.ts";
import { ping } from "../../harness/probe/ping.ts";
import { portState } from "../../harness/probe/tcp.ts";
import { check } from "../check.ts";
import { where } from "../matches.ts";

const namespace = check("own-namespace", {
  points: 1,
  read: ({ host, docker1 }) => ({
    value: { host: host.inode, docker1: docker1!.inode },
    seen: "ip netns exec docker1 readlink /proc/self/ns/net",
  }),
  expect: where("two network namespaces", (inode: { host: number; docker1: number }) => inode.host !== inode.docker1),
  brokenBy: "ip netns del docker1",
});

const loopback = check("loopback", {
  needs: [namespace],
  points: 2,
  read: ({ docker1 }) => {
    const { value: link, seen } = docker1!.link("lo");
    const addresses = docker1!.addresses("lo").value.map(({ local, prefixlen }) => `${local}/${prefixlen}`);
    return { value: { flags: link?.flags, addresses }, seen: seen.replace("-d link", "address") };
  },
  expect: { flags: ["UP"], addresses: ["127.0.0.1/8"] },
  brokenBy: "ip -n docker1 link set lo down",
});
