// What was typed, as a script: how it reads, and that it does the same again.

import { expect, test } from "bun:test";
import type { Typed } from "../../harness/lab/record.ts";
import { scriptOf } from "../../harness/lab/script.ts";
import { inWorld } from "../world.ts";

/** "shell node status command" a line, in order; without a command the shell was opened, by the shell that the status names. */
const record = (...lines: [shell: string, node: string, status: number, command: string, parent?: string][]): Typed[] =>
  lines.map(([shell, node, status, command, parent = "0"], time) => ({ node, time, status, shell, parent, command }));

const bodyOf = (typed: Typed[], language: "en" | "zh" = "en"): string =>
  scriptOf("03-bridge", typed, language).text.replace("#!/bin/bash\n# 03-bridge\n\n", "");

test("plain commands stay plain, and what failed is a comment", () => {
  const typed = record(
    ["a", "host", 0, "ip link add docker0 type bridge"],
    ["b", "docker1", 0, "ip address add '172.17.0.2/16' dev eth0"],
    ["b", "docker1", 0, "echo 1 > /proc/sys/net/ipv4/ip_forward"],
    ["b", "docker1", 0, "cat /sys/class/net/*/address"],
    ["b", "docker1", 1, "ping -c 1 172.17.0.3"],
    ["a", "host", 130, "ping 172.17.0.2"],
    ["b", "docker1", 148, "sleep 9"],
    ["a", "host", 0, "vi /run/web.conf"],
    ["b", "docker1", 0, "# 网桥"],
    ["c", "", 0, "ip link set lo up"],
    ["a", "host", 2, "ip link set docker0 up; ip link set docker9 up"],
  );
  expect(bodyOf(typed)).toBe(`ip link add docker0 type bridge
ip netns exec docker1 ip address add '172.17.0.2/16' dev eth0
ip netns exec docker1 bash -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
ip netns exec docker1 bash -c 'cat /sys/class/net/*/address'
# on docker1, ended with status 1: ping -c 1 172.17.0.3
# ended by Ctrl-C: ping 172.17.0.2
# on docker1, stopped by Ctrl-Z: sleep 9
# needs somebody at the terminal: vi /run/web.conf
# 网桥
# in a network namespace without a name: ip link set lo up
# the next one ended with status 2
ip link set docker0 up; ip link set docker9 up
`);
  expect(scriptOf("03-bridge", typed, "en")).toMatchObject({ commands: 5, leftOut: 5 });
  expect(bodyOf(typed, "zh")).toContain(
    "# 在 docker1 上，退出状态 1：ping -c 1 172.17.0.3\n# 被 Ctrl-C 中断：ping 172.17.0.2\n",
  );
});

test("what runs until Ctrl-C would run for ever in a script, whatever status it ended with", () => {
  const endless = [
    "ping 172.17.0.2",
    "ping -i 0.2 -W 1 172.17.0.2",
    "tcpdump -i eth0 -n icmp",
    "ip -ts monitor link",
    "nft monitor trace",
    "xtables-monitor --trace",
    "nc -l -p 80",
    "python3 -m http.server 80",
    "nginx -g 'daemon off;'",
    "tail -f /var/log/nginx/error.log",
    "ip -n docker1 monitor",
  ];
  const ending = [
    "ping -c 1 172.17.0.2",
    "ping -qc3 172.17.0.2",
    "ping -w 2 172.17.0.2",
    "tcpdump -c 1 -i eth0",
    "nc -l -p 80 &",
    "timeout 2 ping 172.17.0.2",
    "curl -s http://172.17.0.2",
    "ip link add monitor type bridge",
    "tail -n 1 /etc/mtab",
    "sysctl -w net.ipv4.ip_forward=1",
  ];
  for (const command of endless)
    expect(bodyOf(record(["a", "host", 0, command]))).toBe(`# runs until Ctrl-C: ${command}\n`);
  for (const command of ending) expect(bodyOf(record(["a", "host", 0, command]))).toBe(`${command}\n`);
});

test("lines of a shell that need each other go to one shell there", () => {
  const typed = record(
    ["a", "host", 0, "x=1"],
    ["b", "docker1", 0, "ip link set lo up"],
    ["b", "docker1", 0, "GW=172.17.0.1"],
    ["b", "docker1", 1, "false"],
    ["b", "docker1", 0, "ip route add default via $GW"],
    ["a", "host", 0, "echo $x"],
    ["b", "docker1", 0, "echo END; cat <<END\n$GW\nEND"],
    ["d", "docker1", 0, "cd /tmp"],
    ["e", "host", 0, "cd /tmp"],
  );
  const [helper, body] = bodyOf(typed).split("\n}\n\n");
  expect(helper).toMatch(/^# on NODE \[NUMBER\]: /);
  expect(body).toBe(`x=1
ip netns exec docker1 ip link set lo up
on docker1 <<'END'
GW=172.17.0.1
# on docker1, ended with status 1: false
ip route add default via $GW
END
echo $x
on docker1 <<'END_'
echo END; cat <<END
$GW
END
END_
on docker1 2 <<'END'
cd /tmp
END
on host <<'END'
cd /tmp
END
`);
});

test("a shell that was started in another has its own lines, and the command that started it none", () => {
  const typed = record(
    ["a", "host", 0, ""],
    ["b", "docker1", 0, "", "a"],
    ["b", "docker1", 0, "ip link set lo up"],
    ["a", "host", 0, "ip netns exec docker1 bash"],
    ["c", "docker3", 0, "", "a"],
    ["c", "docker3", 0, "ip link set lo up"],
    ["a", "host", 1, "ip netns add docker3; ip netns exec docker3 bash"],
    ["a", "host", 0, "ip netns"],
  );
  expect(bodyOf(typed)).toBe(`ip netns exec docker1 ip link set lo up
{ ip netns add docker3; ip netns exec docker3 bash
} </dev/null
ip netns exec docker3 ip link set lo up
ip netns
`);
});

test.concurrent("what a shell has set is there in its later lines: variables, folder, functions, aliases, options", () =>
  inWorld(async ({ sh }) => {
    await sh("ip netns add docker1");
    const typed = record(
      ["b", "docker1", 0, `say() { echo "$@" '(said)'; }`],
      ["b", "docker1", 0, "alias up='ip link set up'"],
      ["b", "docker1", 0, `plain="a  b"; export SENT=$'c\\nd'; list=(one "two 2"); n=0`],
      ["b", "docker1", 0, "for i in 1 2; do n=$((n + i)); done"],
      ["b", "docker1", 0, "cd /run; cd netns"],
      ["b", "docker1", 0, "shopt -s nullglob; set -u; umask 77"],
      ["a", "host", 0, "plain=other; cd /var"],
      ["b", "docker1", 0, "up lo"],
      ["b", "docker1", 0, 'say "$plain" "${list[1]}" $n ../nothing*'],
      ["a", "host", 0, 'echo "$plain" $PWD'],
      ["b", "docker1", 0, "sh -c 'echo \"$SENT\"'"],
      ["b", "docker1", 0, "cat"],
      ["b", "docker1", 0, "pwd; umask; echo $- | grep -o u"],
      ["c", "docker1", 0, "echo ${plain-unset} $PWD"],
    );
    const { text } = scriptOf("03-bridge", typed, "en");
    expect(await sh(`cat > /tmp/typed.sh <<'THE END'\n${text}THE END\nbash /tmp/typed.sh`)).toBe(
      "a  b two 2 3 (said)\nother /var\nc\nd\n/run/netns\n0077\nu\nunset /\n",
    );
    expect(await sh("ip -n docker1 -br link show lo")).toContain("UNKNOWN");
  }));
