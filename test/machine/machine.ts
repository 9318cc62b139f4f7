// A sandbox that plays the machine, so that labs with --machine never meet this one: its root, its link to the outside, its rules.

import { insideBun, insideProject } from "../../harness/ground/paths.ts";
import { end } from "../../harness/ground/process.ts";
import { startSandbox } from "../../harness/sandbox/sandbox.ts";
import { entering, insideEnvironment } from "../../harness/world/enter.ts";
import { finish, type Said, start as spawnCommand } from "../run.ts";

export type Machine = {
  /** Runs shell commands on it, as its root; throws where they fail. */
  sh(commands: string): Promise<string>;
  /** Runs bun on it with these words. */
  bun(...line: string[]): Promise<Said>;
  /** The same, still running. */
  start(...line: string[]): ReturnType<typeof spawnCommand>;
  /** All that a lab must leave as it was, as text. */
  state(): Promise<string>;
};

// the project at a place of its own, as on a machine, and /run without what a sandbox puts there
const furnish = `
mkdir -p /tmp/course && touch /tmp/bun
mount --bind ${insideProject} /tmp/course && mount --bind ${insideBun} /tmp/bun
mount -t tmpfs tmpfs /run
unshare --net sleep infinity >/dev/null 2>&1 & outside=$!
until [ "$(readlink /proc/$outside/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
ip link add eth0 type veth peer name eth0 netns $outside
ip address add 10.0.2.15/24 dev eth0 && ip link set eth0 up
nsenter -t $outside -n sh -ec 'ip address add 10.0.2.2/24 dev eth0; ip link set eth0 up'
ip route add default via 10.0.2.2 metric 100
ip link set lo up
`;

/** Until the kernel has settled: carrier, and IPv6 addresses that are tried first. */
const settle = `
until ip -o link show eth0 | grep -q 'state UP' && ! ip -6 address | grep -q tentative; do :; done
`;

// without what counts or runs
const look = `set +e
ip -d link | sed 's/ [a-z_]*timer *[0-9.]*//g; s/ numtxqueues.*//'; ip -br address
for family in -4 -6; do ip $family -d route show table all; ip $family rule; ip $family neigh show nud permanent; done
iptables-nft-save; ip6tables-nft-save; nft list tables | sort | sed "s/^table/nft -s list table/" | sh
for table in $(cat /proc/net/ip_tables_names 2>/dev/null); do iptables-legacy-save -t $table; done
sysctl -a 2>/dev/null | grep '^net\\.' | grep -v 'conntrack_count'
ls -i /run/netns 2>/dev/null; ls -R /etc/netns 2>/dev/null
grep -c ' /run/netns ' /proc/self/mountinfo
find /run '(' -path /run/container-network-labs -o -path /run/xtables.lock -o -path /run/mount ')' -prune -o -print
own=$(stat -Lc %i /proc/self/ns/ipc)
for pid in /proc/[0-9]*; do echo "$(cat $pid/comm)" $(stat -Lc %i $pid/ns/ipc $pid/ns/net); done 2>/dev/null |
  grep -vE "^(sh|cat|stat|grep|sort)? ?$own |^$" | sort
true
`;

/** Gives a sandbox that plays the machine to `work`; `more` is shell that furnishes it further. */
export async function asMachine<T>(work: (machine: Machine) => Promise<T>, more = ""): Promise<T> {
  const world = await startSandbox();
  const env = { ...insideEnvironment(), LC_ALL: "C.UTF-8" };
  const spawn = (words: string[], stdin?: string) =>
    spawnCommand([...entering(world), ...words], { env, ...(stdin !== undefined && { stdin }) });
  const sh = async (commands: string) => {
    const { out, err, status } = await finish(spawn(["sh", "-e"], commands));
    if (status !== 0) throw new Error(`Cannot run "${commands}": ${err}`);
    return out;
  };
  const line = (words: string[]) => [
    "/tmp/bun",
    ...words.map((word) => word.replace(/^(labs|grader)\//, "/tmp/course/$1/")),
  ];
  try {
    await sh(furnish + more + settle);
    return await work({
      sh,
      bun: (...words) => finish(spawn(line(words))),
      start: (...words) => spawn(line(words)),
      state: async () => (await sh(look)).replaceAll(/\[\d+:\d+\]|^# (Generated|Completed).*$/gm, ""),
    });
  } finally {
    await end(world.anchor);
  }
}

/** A machine on which something like Docker is at work, under other names. */
export const busy = `
ip link add br-7d2f type bridge && ip address add 10.88.0.1/16 dev br-7d2f && ip link set br-7d2f up
ip link add veth77 type veth peer name veth78 && ip link set veth77 master br-7d2f up && ip link set veth78 up
ip netns add box && ip netns exec box sleep infinity >/dev/null 2>&1 &
ip route add 198.18.0.0/15 via 10.0.2.2 dev eth0; ip rule add pref 4000 from 10.88.0.0/16 lookup 40
ip route add default via 10.0.2.2 dev eth0 table 40; ip neigh add 10.0.2.9 lladdr 02:00:00:00:00:09 dev eth0 nud permanent
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.eth0.rp_filter=1 net.ipv4.conf.all.accept_redirects=0
iptables -P FORWARD DROP; iptables -N DOCKER; iptables -A FORWARD -o br-7d2f -j DOCKER
iptables -A DOCKER -d 10.88.0.2 -p tcp --dport 80 -j ACCEPT; iptables -t nat -A POSTROUTING -s 10.88.0.0/16 ! -o br-7d2f -j MASQUERADE
ip6tables -A INPUT -p tcp --dport 23 -j DROP
nft -f - <<END
table inet own {
  set known { type ipv4_addr; elements = { 10.0.2.2, 10.0.2.3 } }
  chain input { type filter hook input priority 5; policy accept; ip saddr @known counter accept; tcp dport 25 drop; }
}
END
`;

/** A machine whose `ip` comes to a stop at one command where `stopAt` says so. */
export const withStops = `
mount -t tmpfs tmpfs /usr/local/sbin
mkfifo /tmp/go
cat > /usr/local/sbin/ip <<'END'
#!/bin/sh
if [ "ip $*" = "$(cat /tmp/stop-at 2>/dev/null)" ]; then
  mv /tmp/stop-at /tmp/stopped
  read go < /tmp/go
fi
PATH=/usr/sbin:/usr/bin:/sbin:/bin
exec ip "$@"
END
chmod +x /usr/local/sbin/ip
`;

/** Starts a lab that comes to this command and stays there, however late one looks. Gives what is still running. */
export async function stopAt(command: string, { sh, start }: Machine, ...line: string[]) {
  await sh(`rm -f /tmp/stopped; echo '${command}' > /tmp/stop-at`);
  const script = start(...line);
  const early = script.exited.then((status) => {
    throw new Error(`It ended with status ${status} before "${command}"`);
  });
  await Promise.race([sh("until [ -e /tmp/stopped ]; do sleep 0.01; done"), early]);
  early.catch(() => {}); // from here on it may end
  return { script, goOn: () => sh("echo > /tmp/go") };
}
