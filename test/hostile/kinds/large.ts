// More than anybody could look at: names, links, addresses, routes, rules. Each is told which limit it is past, or judged as it is.

import type { Hostile } from "../hostile.ts";

/** Right work first, and then so many lines for `ip -batch`; `line` is awk's, with $1 from 1 on. */
const batch = (count: number, line: string, before = "", tool = "ip"): string =>
  `RIGHT\n${before}\nseq ${count} | awk '{ ${line} }' | ${tool} -force -batch - 2>/dev/null; true`;

const address = (rest: string) => `printf "${rest}\\n", $1 / 65536, $1 / 256 % 256, $1 % 256`;

const namespaces = (count: number, then = "pass") => `import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("/run/netns", exist_ok=True)
for i in range(${count}):
    if libc.unshare(0x40000000): print("unshare", i); break
    path = b"/run/netns/x%d" % i
    open(path, "w").close()
    if libc.mount(b"/proc/self/ns/net", path, None, 4096, None): print("mount", i); break
    ${then}
`;

export const large: Hostile[] = [
  { name: "ten-thousand-names", ending: ".py", script: namespaces(10_000), score: 0, isShort: true },
  { name: "names-that-are-files", script: "RIGHT\ncd /run/netns; seq 100000 | xargs touch", score: 0 },
  {
    name: "names-that-are-no-text",
    script:
      "RIGHT\ncd /run/netns; for i in $(seq 200); do touch \"$(printf '\\377\\\\%o' $i)\"; done; ip netns add $'\\304\\343'",
    score: 16,
  },
  {
    name: "names-for-the-host",
    script: "RIGHT\nip netns add host; ip netns add netns:host; ip -n host link add docker0 type bridge",
    score: 16,
    isShort: true,
  },
  {
    name: "one-namespace-by-many-names",
    script: "RIGHT\nfor i in $(seq 500); do touch /run/netns/y$i; mount --bind /run/netns/docker1 /run/netns/y$i; done",
  },
  { name: "names-without-their-mounts", script: "RIGHT\numount /run/netns/*; ls /run/netns", score: 2 },
  {
    name: "containers-without-names",
    script: "RIGHT\nfor i in $(seq 150); do unshare -n python3 -m http.server 4000 >/dev/null 2>&1 & done; sleep 2",
  },
  { name: "four-thousand-links", script: batch(4000, 'print "link add p" $1 " type veth peer name q" $1') },
  { name: "bridges-without-ports", script: batch(3000, 'print "link add z" $1 " type bridge"') },
  {
    name: "links-by-many-names",
    script: batch(3000, 'print "link property add dev veth1 altname another-name-of-it-" $1'),
  },
  {
    name: "names-like-options",
    script:
      "RIGHT\nip link add -- '-x' type bridge; ip link add '$(id)' type bridge; ip link add '|x' type bridge; ip link set docker0 alias \"$(printf '\\033[2J\\001')\"",
    score: 16,
  },
  {
    name: "thousand-ports",
    script: batch(1000, 'print "link add p" $1 " type veth peer name q" $1; print "link set p" $1 " master docker0"'),
    score: 16,
  },
  {
    name: "addresses-without-end",
    script: batch(60_000, address("address add 10.%d.%d.%d/32 dev lo"), "ip link set lo up"),
  },
  {
    name: "routes-without-end",
    script: batch(200_000, address("route add 10.%d.%d.%d/32 dev docker0")), // how many come to be in its time is the machine's affair
  },
  { name: "routes-in-many-tables", script: batch(60_000, 'print "route add default dev docker0 table " $1 + 1000') },
  { name: "rules-without-end", script: batch(40_000, 'print "rule add from 10.0.0.0/8 table " $1 + 1000') },
  {
    name: "neighbours-for-good",
    script: batch(100_000, address("neigh add 10.%d.%d.%d lladdr 02:00:00:00:00:01 dev docker0 nud permanent")),
  },
  {
    name: "fdb-without-end",
    script: batch(
      100_000,
      'printf "fdb add 02:00:00:%02x:%02x:%02x dev veth1 master static\\n", $1 / 65536, $1 / 256 % 256, $1 % 256',
      "",
      "bridge",
    ),
  },
  {
    name: "set-without-end",
    script:
      'RIGHT\nnft \'add table ip t\'; nft \'add set ip t s { type ipv4_addr; }\'; for b in $(seq 0 255); do for c in $(seq 0 3); do seq 200 | awk -v b=$b -v c=$c \'{ print "add element ip t s { 10." b "." c "." $1 " }" }\' | nft -f -; done; done',
  },
  {
    name: "chains-without-end",
    script:
      "RIGHT\nnft 'add table ip t'; for b in $(seq 40); do seq 200 | awk -v b=$b '{ print \"add chain ip t c\" b \"x\" $1 }' | nft -f -; done",
  },
  {
    name: "chains-that-jump",
    script:
      "RIGHT\nnft 'add table ip t'; nft 'add chain ip t c0'; for i in $(seq 14); do nft \"add chain ip t c$i\"; for j in $(seq 8); do nft \"add rule ip t c$i jump c$((i-1))\"; done; done; nft 'add chain ip t base { type filter hook forward priority 0; }'; nft 'add rule ip t base ip saddr 10.9.9.9 jump c14'",
  },
  {
    name: "iptables-without-end",
    script:
      'RIGHT\nfor b in $(seq 0 60); do { echo \'*filter\'; seq 200 | awk -v b=$b \'{ print "-A INPUT -s 10.9." b "." $1 " -j DROP" }\'; echo COMMIT; } | iptables-nft-restore -n; done',
  },
  {
    name: "legacy-without-end",
    script:
      'RIGHT\nfor b in $(seq 0 60); do { echo \'*filter\'; seq 200 | awk -v b=$b \'{ print "-A INPUT -s 10.9." b "." $1 " -j DROP" }\'; echo COMMIT; } | iptables-legacy-restore -n; done',
  },
  {
    name: "links-that-come-and-go",
    script:
      'RIGHT\npython3 - <<\'END\'\nimport os, socket, subprocess\nserver = socket.socket(); server.bind(("127.0.0.1", 4000)); server.listen()\nif os.fork(): os._exit(0)\nos.setsid()\nwhile True:\n    subprocess.call(["ip", "link", "add", "a", "type", "bridge"]); subprocess.call(["ip", "link", "del", "a"])\nEND',
  },
];
