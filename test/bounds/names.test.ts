// What students call things, and what they lay where names are.

import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { openWorld } from "../../harness/world/nodes.ts";
import { inWorld, outcomes, type TestWorld } from "../world.ts";

const descriptors = () => readdirSync("/proc/self/fd").length;

/** The world's nodes and what is strange in it; what was opened for that is closed. Only root may look from here. */
function read({ anchor }: TestWorld) {
  const { nodes, strange, close } = openWorld(anchor.pid);
  const names = nodes.map(({ name }) => name);
  const seen = nodes.map((node) => node.links().seen);
  close();
  return { names, seen, strange: Object.fromEntries(strange) };
}

const isRoot = process.getuid?.() === 0;

test("a namespace named like the lab's host takes nobody's place, and nginx in it is not the host's", () =>
  inWorld(async (world) => {
    await world.buildFast("03-bridge");
    await world.sh("ip netns add host; ip netns add netns:host; ip -n host link add docker9 type bridge");
    const points = await world.grade("03-bridge");
    expect(outcomes(points).filter((outcome) => !outcome.endsWith("pass"))).toEqual([]);
    if (!isRoot) return;
    expect(read(world)).toMatchObject({
      names: ["host", "docker1", "docker2", "netns:host", "netns:netns:host"],
      seen: expect.arrayContaining(["ip -d link", "ip -n host -d link"]),
    });
  }));

test("only in a namespace named host is wrong work", () =>
  inWorld(async ({ sh, grade }) => {
    await sh("ip netns add host; ip -n host link add docker0 type bridge; ip -n host link set docker0 up");
    const bridge = (await grade("03-bridge")).find(({ id }) => id === "bridge");
    expect(bridge?.outcome).toBe("fail");
  }));

const lying = `
cd /run/netns
umount docker1
touch file
mkfifo fifo
ln -s / link
mkdir folder
python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("socket")'
touch "$(printf '\\304\\343')" # GBK
`;

test("what is at a name and is no namespace is said as such, and costs no more than the name", () =>
  inWorld(async (world) => {
    await world.buildFast("03-bridge");
    await world.sh(lying);
    const point = (await world.grade("03-bridge")).find(({ outcome }) => outcome === "fail");
    expect(point?.actual).toBe("the file /run/netns/docker1 is there, but it is not a network namespace");
    if (!isRoot) return;
    const before = descriptors();
    const { names, strange } = read(world);
    expect(names).toEqual(["host", "docker2"]);
    expect(Object.keys(strange).sort()).toEqual(["docker1", "fifo", "file", "folder", "link", "socket"]);
    expect(descriptors()).toBe(before);
  }));
