// Whoever is killed, and when: the machine is as it was, by the guardian or by the next `down` or `up`.

import { describe, expect, test } from "bun:test";
import { asMachine, busy, type Machine, stopAt, withStops } from "./machine.ts";

const build = ["labs/03-bridge.ts", "--machine", "--yes-this-machine", "--quiet"];

/** The pid of the guardian, as long as it lives. */
const guardian = ({ sh }: Machine) =>
  sh(`pid=$(sed 's/.*"pid"://; s/,.*//' /run/container-network-labs/machine.json 2>/dev/null) || exit 0
    kill -0 $pid 2>/dev/null && echo $pid || true`);

/** Kills it and waits until it has ended: kill(2) only tells the kernel to. */
const killGuardian = async (machine: Machine) => {
  const pid = (await guardian(machine)).trim();
  await machine.sh(`kill -9 ${pid}; while grep -qs '^State:.[^ZX]' /proc/${pid}/status; do :; done`);
};

/** Waits until nothing is left to be put back: the guardian removes the snapshot at its end. */
const untilPutBack = ({ sh }: Machine) =>
  sh(`until [ ! -e /run/container-network-labs/snapshot.json ]; do sleep 0.02; done
    while grep -qs 'harness/programs/put-back.t[s]' /proc/[0-9]*/cmdline; do sleep 0.02; done`);

describe.concurrent("killed", () => {
  const moments = {
    "before the first change": "ip netns add docker1",
    "at the first name": "ip netns add docker2",
    "near the end": "ip address del 192.0.2.1/24 dev docker0",
  };
  test("the one that builds, at several moments", () =>
    asMachine(async (machine) => {
      const before = await machine.state();
      for (const moment of Object.values(moments)) {
        const { script } = await stopAt(moment, machine, ...build);
        await machine.sh("kill -9 $(pgrep -f '^/tmp/bun /tmp/course/labs/03')"); // not the lab's script, which is in the world
        await script.exited;
        await untilPutBack(machine);
        expect(await machine.state()).toBe(before);
      }
    }, busy + withStops));

  test("the guardian too: down does it, and so does the next up, of another lab; told to end, it does it itself", () =>
    asMachine(async (machine) => {
      const before = await machine.state();
      const other = ["labs/01-network-stack.ts", ...build.slice(1)];
      expect((await machine.bun(...other)).status).toBe(0);
      await killGuardian(machine);
      expect(JSON.parse((await machine.bun("labs/01-network-stack.ts", "status", "--json")).out).up).toBe(false);
      expect(await machine.bun("labs/01-network-stack.ts", "down", "--machine")).toEqual({
        out: "",
        err: "",
        status: 0,
      });
      expect(await machine.state()).toBe(before);
      expect((await machine.bun(...build)).status).toBe(0);
      await killGuardian(machine);
      expect(await machine.bun(...other)).toEqual({ out: "", err: "", status: 0 });
      await machine.sh(`kill ${await guardian(machine)}`);
      await untilPutBack(machine);
      expect(await machine.state()).toBe(before);
    }, busy));

  test("a lab whose command fails leaves nothing, and says so", () =>
    asMachine(async (machine) => {
      const before = await machine.state();
      const { script, goOn } = await stopAt("ip address add 172.17.0.1/16 dev docker0", machine, ...build);
      await machine.sh("ip link del docker0");
      await goOn();
      expect(await script.exited).toBe(2);
      expect(await script.stderr.text()).toContain('"03-bridge" was not built to its end: the machine is as it was');
      expect(await machine.state()).toBe(before);
    }, withStops));
});
