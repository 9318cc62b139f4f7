// What is built on the machine by hand: graded with no lab up, removed where it was an exercise, left where it came beside a lab.

import { describe, expect, test } from "bun:test";
import { asMachine, busy } from "./machine.ts";

const bridge = `
ip netns add docker1; ip netns add docker2
brctl addbr docker0; ifconfig docker0 172.17.0.1 netmask 255.255.0.0 up
for n in 1 2; do
  ip link add port$n type veth peer name eth0 netns docker$n
  brctl addif docker0 port$n; ip link set port$n up
  ip netns exec docker$n ifconfig eth0 172.17.0.$((n + 1)) netmask 255.255.0.0 up
  ip netns exec docker$n route add default gw 172.17.0.1
done
`;

describe.concurrent("by hand", () => {
  test("graded with no lab up; a fault is found", () =>
    asMachine(async ({ sh, bun }) => {
      await sh(bridge);
      const grade = await bun("grader/index.ts", "03", "--machine");
      expect({ err: grade.err, status: grade.status }).toEqual({ err: "", status: 0 });
      await sh("ip link set port1 nomaster");
      expect((await bun("grader/index.ts", "03", "--machine", "--lang", "en")).status).toBe(1);
      expect((await bun("grader/index.ts", "03", "--machine", "--hint", "--lang", "en")).out).toContain("docker1");
    }));

  test("in an exercise: down removes it, with what else was changed", () =>
    asMachine(async ({ sh, bun, state }) => {
      const before = await state();
      const begin = await bun("labs/03-bridge.ts", "exercise", "--machine", "--yes-this-machine", "--lang", "zh");
      expect({ err: begin.err, status: begin.status }).toEqual({ err: "", status: 0 });
      expect(begin.out).toContain("`down`".replaceAll("`", ""));
      await sh(bridge.replace("ip netns add docker1; ip netns add docker2", ""));
      expect((await bun("labs/03-bridge.ts", "check")).status).toBe(0);
      await sh(`
        ip address flush dev eth0; ip address add 192.168.9.9/24 dev eth0; ip link set eth0 down mtu 1400 alias mine
        ip link set veth78 netns docker1; ip rule del pref 4000; ip neigh flush nud permanent dev eth0
        iptables -P INPUT DROP; iptables -F FORWARD; iptables -t raw -A OUTPUT -p icmp -j TRACE; nft flush chain inet own input
        ip6tables -F; iptables -t nat -I POSTROUTING -j MASQUERADE; nft add table bridge mine
        sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.eth0.rp_filter=2 net.ipv6.conf.all.disable_ipv6=1`);
      await bun("labs/03-bridge.ts", "exec", "host", "--", "sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 &");
      await sh("ip netns exec docker2 setsid sleep 1000 >/dev/null 2>&1 &");
      expect(await bun("labs/03-bridge.ts", "down")).toEqual({ out: "", err: "", status: 0 });
      // what the kernel makes up by itself comes back by itself
      const settled = (text: string) =>
        text.replaceAll(/^.*(fe80::\S*\/|ff00::|local fe80).*$/gm, "").replaceAll(/\n{2,}/g, "\n");
      expect(settled(await state())).toBe(settled(before));
    }, busy));

  test("beside a lab that is complete: it stays, and down names it; so do a new lease's routes, and what went is named", () =>
    asMachine(async ({ sh, bun, state }) => {
      const before = await state();
      await sh(
        "ip link add own0 type bridge; ip address add 10.77.0.1/16 dev own0; ip link set own0 up; ip route add 10.78.0.0/16 via 10.77.0.2",
      );
      expect((await bun("labs/03-bridge.ts", "--machine", "--yes-this-machine", "--quiet")).status).toBe(0);
      await sh(`ip netns add mine; ip link add mine0 type bridge; ip link del veth1; ip link add veth1 type bridge; ip link del own0
        ip address add 10.9.9.9/24 dev eth0 valid_lft 1000 preferred_lft 1000; ip route del default
        ip route add default via 10.9.9.1`);
      expect(await bun("labs/03-bridge.ts", "down")).toEqual({
        out: `Left, since the lab did not make it: the link "mine0", the network namespace "mine"
Gone meanwhile, and not made again: the link "own0"
`,
        err: "",
        status: 0,
      });
      expect(await sh("ip route show default")).toBe("default via 10.9.9.1 dev eth0 \n");
      await sh(`ip netns del mine; ip link del mine0; umount /run/netns; rmdir /run/netns
        ip address del 10.9.9.9/24 dev eth0; ip route del default; ip route add default via 10.0.2.2 metric 100`);
      expect(await state()).toBe(before);
    }));
});
