// Lab 07 on two machines: each builds its half, each grader judges its half and whether the other answers.

import { expect, test } from "bun:test";
import { asMachine, type Machine } from "./machine.ts";

// two machines in the one that a sandbox plays, each with a first process, a /run and a stack of its own, and a cable between
const twoMachines = `
for m in 1 2; do
  unshare --net --mount --pid --fork sh -c '
    mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t tmpfs tmpfs /run; ip link set lo up; exec sleep infinity
  ' >/dev/null 2>&1 &
  until pid=$(pgrep -P $! sleep); do :; done
  echo $pid > /tmp/machine$m
done
ip link add cable1 netns $(cat /tmp/machine1) type veth peer name cable1 netns $(cat /tmp/machine2)
for m in 1 2; do nsenter -t $(cat /tmp/machine$m) -n sh -ec "ip address add 192.168.56.1$m/24 dev cable1; ip link set cable1 up"; done
`;

const state =
  "ip -br link; ip route; ip rule; iptables-save | grep -v '^#'; sysctl net.ipv4.ip_forward; ls -A /run/netns 2>/dev/null";

/** Runs shell commands on one of the two; gives what they print, and their exit status at the end. */
const on = ({ sh }: Machine, m: 1 | 2, commands: string) =>
  sh(`nsenter -t $(cat /tmp/machine${m}) -m -n -p sh -c '${commands}' 2>&1 || echo status $?`);

const lab = "/tmp/bun /tmp/course/labs/07-cross-host.ts";
const half = (m: 1 | 2) => `--machine --as host${m} --peer 192.168.56.1${3 - m}`;
const grader = "/tmp/bun /tmp/course/grader/index.ts 07 --lang en --reporter json";

type Outcomes = Record<string, string>;
const outcomes = (report: string): Outcomes =>
  Object.fromEntries(
    JSON.parse(report.replace(/status \d+\n$/, "")).labs[0].checks.map(({ id, outcome }: Outcomes) => [id, outcome]),
  );
const allPass = (m: 1 | 2) => ({
  neighbours: "pass",
  subnets: "pass",
  [`forwarding-host${m}`]: "pass",
  [`route-host${m}`]: "pass",
  across: "pass",
  "own-source": "pass",
});

test("lab 07 on two machines", () =>
  asMachine(async (machine) => {
    const before = [await on(machine, 1, state), await on(machine, 2, state)];
    expect(await on(machine, 1, `${lab} ${half(1)} --yes-this-machine --quiet`)).toBe("");
    // the other half is not there yet: what is right is right, and who does not answer is named
    expect(outcomes(await on(machine, 1, `${grader} ${half(1)}`))).toEqual({
      ...allPass(1),
      across: "fail",
    });
    expect(await on(machine, 2, `${lab} ${half(2)} --yes-this-machine --quiet`)).toBe("");
    expect(outcomes(await on(machine, 1, `${grader} ${half(1)}`))).toEqual(allPass(1));
    expect(outcomes(await on(machine, 2, grader))).toEqual(allPass(2)); // what is up knows its half

    const { default: checks } = await import("../../grader/halves/07-cross-host.ts");
    for (const { id, brokenBy, breaksToo = [] } of checks({ as: "host1", peer: "192.168.56.12" })) {
      await on(machine, 1, "iptables-save > /tmp/rules; ip route save > /tmp/routes");
      await on(machine, 1, brokenBy);
      const now = outcomes(await on(machine, 1, grader));
      const failed = Object.keys(now).filter((one) => now[one] === "fail");
      expect([id, failed.sort()]).toEqual([id, [id, ...breaksToo].sort()]);
      await on(
        machine,
        1,
        `sysctl -qw net.ipv4.ip_forward=1; iptables-restore < /tmp/rules; ip address flush dev docker0
        ip address add 172.17.1.1/24 dev docker0; ip route del unreachable 192.168.56.12; ip route replace 172.17.2.0/24 via 192.168.56.12`,
      );
    }
    expect(outcomes(await on(machine, 1, grader))).toEqual(allPass(1));

    for (const m of [1, 2] as const) expect(await on(machine, m, `${lab} down`)).toBe("");
    expect([await on(machine, 1, state), await on(machine, 2, state)]).toEqual(before);

    const refusals: [string, string][] = [
      [`${lab} --machine --as host1`, "A half of a lab is for this machine, and has a name and a peer"],
      [`${lab} --as host1 --peer 192.0.2.1`, "A half of a lab is for this machine, and has a name and a peer"],
      [
        `${lab} --machine --as host1 --peer host2 --yes-this-machine`,
        'Cannot read the IPv4 address "host2" of the peer',
      ],
      [
        `${lab} --machine --as host9 --peer 192.0.2.1 --yes-this-machine`,
        'Unknown half "host9"; the halves are: host1, host2',
      ],
      [`${lab.replace("07-cross-host", "03-bridge")} ${half(1)} --yes-this-machine`, 'Lab "03-bridge" has no halves'],
      // not in the same segment: the kernel says it
      [`${lab} --machine --as host1 --peer 192.168.57.13 --yes-this-machine --quiet`, "Nexthop has invalid gateway"],
    ];
    for (const [line, message] of refusals) {
      const said = await on(machine, 1, line);
      expect(said).toContain(message);
      expect(said).toEndWith("status 2\n");
    }
    expect(await on(machine, 1, state)).toBe(before[0]!);
  }, twoMachines));
