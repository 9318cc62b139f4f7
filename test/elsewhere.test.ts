// What a student built in the wrong place is said: in the report, in a hint, in both languages.

import { afterAll, expect, test } from "bun:test";
import { call, everybody } from "./who.ts";

const [who] = everybody({ LANG: "C.UTF-8", NO_COLOR: "1", COLUMNS: "100" });
const file = "labs/03-bridge.ts";

afterAll(async () => {
  await call(who!, file, "down");
});

const type = async (commands: string) => {
  const { err, status } = await call(who!, file, "exec", "host", "--", "sh", "-ec", commands);
  expect({ err, status }).toEqual({ err: "", status: 0 });
};

const told = async (...flags: string[]) => {
  const { labs } = JSON.parse((await call(who!, "grader/index.ts", "03", "--reporter", "json", ...flags)).out);
  return Object.fromEntries(
    labs[0].checks.flatMap(({ id, elsewhere }: Record<string, string>) => (elsewhere ? [[id, elsewhere]] : [])),
  );
};

test("what is in the wrong place is named, with where it was looked for", async () => {
  expect((await call(who!, file, "exercise", "--quiet")).status).toBe(0);
  expect(await told()).toEqual({}); // nothing is built: nothing is in the wrong place
  await type(`
    ip -n docker1 link add docker0 type bridge
    ip -n docker1 link add eth0 type veth peer name veth1
    ip -n docker1 address add 172.17.0.2/16 dev veth1
    ip link add eth0 type veth peer name veth2
    ip address add 172.17.0.3/16 dev veth2
    ip link set veth2 up
    ip link set eth0 up
    ip route add default via 172.17.0.1
  `);
  expect(await told()).toEqual({
    bridge: "docker0 is in docker1, not on the host",
    "bridge-address": "docker0 is in docker1, not on the host",
    "pair-docker1": "both ends of the cable are in docker1: eth0 and veth1",
    "address-docker1": "172.17.0.2 is on veth1 in docker1, not on eth0 in docker1",
    "pair-docker2": "eth0 is on the host, not in docker2",
    "address-docker2": "eth0 is on the host, not in docker2",
    "route-docker1": "the default route via 172.17.0.1 is on the host, not in docker1",
    "route-docker2": "the default route via 172.17.0.1 is on the host, not in docker2",
  });
  expect(await told("--lang", "zh")).toMatchObject({
    bridge: "docker0 在 docker1 里，不在宿主机上",
    "pair-docker1": "这条线的两端都在 docker1 里：eth0 和 veth1",
    "address-docker1": "172.17.0.2 在 docker1 里的 veth1 上，不在 docker1 里的 eth0 上",
    "route-docker1": "经 172.17.0.1 的默认路由在宿主机上，不在 docker1 里",
  });
  expect((await call(who!, file, "hint")).out).toContain("\ndocker0 is in docker1, not on the host\n");
  expect((await call(who!, file, "check", "--lang", "zh")).out).toMatch(/但是 +docker0 在 docker1 里，不在宿主机上\n/);
});
