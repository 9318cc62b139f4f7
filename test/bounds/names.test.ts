// What students call things, and what they lay where names are.

import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { asText, reportOf } from "../../grader/reporters/lines.ts";
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
    expect(point?.actual).toBe("the file /run/netns/docker1 is there, but no network namespace is mounted on it");
    if (!isRoot) return;
    const before = descriptors();
    const { names, strange } = read(world);
    expect(names).toEqual(["host", "docker2"]);
    expect(Object.keys(strange).sort()).toEqual(["docker1", "fifo", "file", "folder", "link", "socket"]);
    expect(descriptors()).toBe(before);
  }));

// a container without a name: a process in a network namespace of its own, which is told when it is there
const nameless = `
unshare --net sh -c 'echo $$ > /tmp/nameless; exec sleep 600' >/dev/null 2>&1 &
timeout 10 sh -c 'until [ -s /tmp/nameless ]; do sleep 0.01; done'
pid=$(cat /tmp/nameless)`;

test("a cable that ends in a namespace without a name is said as such, with the process that holds it", () =>
  inWorld(async (world) => {
    await world.buildFast("03-bridge");
    await world.sh(`${nameless}
      ip -n docker1 link del eth0
      ip link add veth9 type veth peer name eth0 netns docker1; ip link set veth9 netns $pid
      ip -n docker1 link set eth0 up; nsenter -n -t $pid ip link set veth9 up`);
    const pid = (await world.sh("cat /tmp/nameless")).trim();
    const pair = (await world.grade("03-bridge")).find(({ id }) => id === "pair-docker1");
    expect(pair?.actual).toMatchObject({
      "host end": `in a network namespace without a name: the one of process ${pid} (sleep), joined to eth0 of docker1`,
    });
  }));

test("a cable that ends in another container is said as such", () =>
  inWorld(async (world) => {
    await world.buildFast("03-bridge");
    await world.sh("ip link set veth1 netns docker2; ip -n docker2 link set veth1 up");
    const pair = (await world.grade("03-bridge")).find(({ id }) => id === "pair-docker1");
    expect(pair?.actual).toMatchObject({ "host end": "not on the host: veth1 of docker2" });
  }));

test("where the name was taken away and a process lives on, both are said", () =>
  inWorld(async (world) => {
    await world.buildFast("03-bridge");
    await world.sh(`ip netns exec docker1 sleep 600 >/dev/null 2>&1 & echo $! > /tmp/sleeper
      timeout 10 sh -c 'until [ "$(cat /proc/$(cat /tmp/sleeper)/comm)" = sleep ]; do sleep 0.01; done'
      umount /run/netns/docker1`);
    const pid = (await world.sh("cat /tmp/sleeper")).trim();
    const without = `there is one without a name: the one of process ${pid} (sleep), joined to veth1 of host`;
    const actual = async () =>
      (await world.grade("03-bridge")).find(({ expected }) => expected === 'a network namespace "docker1"')?.actual;
    expect(await actual()).toBe(
      `the file /run/netns/docker1 is there, but no network namespace is mounted on it; ${without}`,
    );
    await world.sh("rm /run/netns/docker1");
    expect(await actual()).toBe(`none; ${without}`);
  }));

test("a report says that there is a namespace named host, where something is wrong", () =>
  inWorld(async (world) => {
    await world.sh("ip netns add host; ip -n host link add docker0 type bridge");
    const points = await world.grade("03-bridge");
    const [first] = points.filter(({ outcome }) => outcome === "fail");
    const { lines } = reportOf({ lab: "03-bridge" }, "en");
    expect(asText(lines(first!))).toContain('There is a network namespace named "host". It is another one');
    expect(asText(reportOf({ lab: "03-bridge" }, "zh").lines(first!))).toContain("有一个名叫“host”的网络命名空间");
  }));
