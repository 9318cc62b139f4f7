// When a lab is not built on the machine, and what is said then.

import { describe, expect, test } from "bun:test";
import { call, everybody } from "../who.ts";
import { asMachine } from "./machine.ts";

const up = (lab: string) => [`labs/${lab}.ts`, "--machine", "--yes-this-machine", "--quiet"];
const refused = (err: RegExp) => ({ out: "", err: expect.stringMatching(err), status: 2 });

describe.concurrent("refused", () => {
  test("an ordinary user is told to be root", async () => {
    const [ordinary] = everybody({});
    for (const line of [
      ["labs/03-bridge.ts", "--machine"],
      ["labs/03-bridge.ts", "exercise", "--machine"],
    ])
      expect(await call(ordinary!, ...line)).toEqual(
        refused(
          /^Cannot build lab "03-bridge" on this machine: .* root's alone\n→ sudo bun labs\/03-bridge.ts .*--machine\n$/,
        ),
      );
    expect(await call(ordinary!, "grader/index.ts", "03", "--machine")).toEqual(
      refused(/^Cannot grade lab "03-bridge" on this machine: .*\n→ sudo bun grader 03 --machine\n$/),
    );
    expect(await call(ordinary!, "labs/03-bridge.ts", "down", "--machine")).toEqual({ out: "", err: "", status: 0 });
  });

  test("no virtual machine, another namespace, a name, an address, a port, a file, a second lab", () =>
    asMachine(async ({ sh, bun, state }) => {
      await sh("mount -t tmpfs tmpfs /usr/local/sbin");
      await sh(`printf '#!/bin/sh\\necho none\\nexit 1\\n' > /usr/local/sbin/systemd-detect-virt
        chmod +x /usr/local/sbin/systemd-detect-virt`);
      const before = await state();
      expect(await bun("labs/03-bridge.ts", "--machine")).toEqual(
        refused(
          /on this machine: it is a physical machine \(systemd-detect-virt: none\), .*\n→ .*--yes-this-machine.*\n$/,
        ),
      );
      await sh("ip netns add box");
      const inside = await sh(
        "ip netns exec box /tmp/bun /tmp/course/labs/03-bridge.ts --machine --yes-this-machine 2>&1 || true",
      );
      expect(inside).toMatch(/^Cannot work on the machine from inside another namespace .*\n→ exit/);
      await sh("ip netns del box; umount /run/netns; rmdir /run/netns");

      const cases: [string, string, string, RegExp][] = [
        [
          "03-bridge",
          "ip link add docker0 type bridge",
          "ip link del docker0",
          /the link "docker0" is .* sudo ip link del docker0/s,
        ],
        [
          "03-bridge",
          "ip link add aa0 type veth peer name veth2",
          "ip link del aa0",
          /: the link "veth2" is there already\n/,
        ],
        [
          "03-bridge",
          "ip link property add dev eth0 altname docker0",
          "ip link property del dev eth0 altname docker0",
          /"docker0" is another name of the link "eth0"\n.*ip link property del dev eth0 altname docker0/s,
        ],
        [
          "03-bridge",
          "ip netns add docker2",
          "ip netns del docker2",
          /"docker2" is there already\n.*ip netns del docker2/s,
        ],
        [
          "03-bridge",
          "ip address add 172.17.5.1/24 dev eth0",
          "ip address del 172.17.5.1/24 dev eth0",
          /172.17.0.1\/16 is in use: 172.17.5.*eth0/,
        ],
        [
          "06-trace",
          "ip route add 203.0.0.0/16 via 10.0.2.2",
          "ip route del 203.0.0.0/16",
          /203.0.113.1\/24 is in use: 203.0.0.0\/16 dev eth0/,
        ],
        [
          "02-host-network",
          "nginx -g 'pid /tmp/n;' -c /tmp/n.conf",
          "kill $(cat /tmp/n); while kill -0 $(cat /tmp/n 2>/dev/null) 2>/dev/null; do :; done",
          /listens on TCP port 80 already\n.*ss -ltnp/s,
        ],
        ["02-host-network", "touch /run/web.conf", "rm /run/web.conf", /the file "\/run\/web.conf" is there already\n/],
      ];
      await sh("echo 'user root; error_log /tmp/e; events {} http { server { listen 80; } }' > /tmp/n.conf");
      for (const [lab, take, free, message] of cases) {
        await sh(take);
        expect(await bun(...up(lab))).toEqual(refused(message));
        await sh(free);
      }
      await sh("[ ! -e /run/netns ] || { umount /run/netns; rmdir /run/netns; }");
      expect(await state()).toBe(before);

      expect((await bun(...up("01-network-stack"))).status).toBe(0);
      const second =
        /"03-bridge" on this machine: lab "01-network-stack" is up .*\n→ sudo bun labs\/01-network-stack.ts down --machine\n$/;
      expect(await bun(...up("03-bridge"))).toEqual(refused(second));
      expect((await bun("labs/03-bridge.ts", "down", "--machine")).status).toBe(0); // it is not up: nothing to do
      const { lab, world, nodes } = JSON.parse((await bun("labs/01-network-stack.ts", "status", "--json")).out);
      expect({ lab, world, nodes }).toEqual({ lab: "01-network-stack", world: "machine", nodes: ["host", "docker1"] });
      expect((await bun("labs/01-network-stack.ts", "down")).status).toBe(0);
      expect(await state()).toBe(before);
    }));
});
