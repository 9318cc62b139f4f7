import type { Mutation } from "../matrix.ts";

/** Ends the nginx with this pid file, and waits until it is gone. */
const stop = (name: string) => `pid=$(cat /run/${name}.pid); kill $pid; while kill -0 $pid 2>/dev/null; do :; done`;

/** Starts a server of one's own, made of Bun's JavaScript, and waits until it has said that it is ready. */
const serve = (javascript: string, entering = "") =>
  `mkfifo /run/ready; ${entering} /run/bun -e '${javascript}; console.log("ready")' >/run/ready 2>&1 </dev/null &
   read said < /run/ready; test "$said" = ready; rm /run/ready`;

/** nginx with other settings in the place of nginx-host, or of a container's. */
const instead = (settings: string, name = "nginx-host") =>
  `${stop(name)}; sed '${settings}' /run/web.conf > /run/other.conf
   ${name === "nginx-host" ? "" : `ip netns exec ${name} `}nginx -c /run/other.conf -g "pid /run/${name}.pid;"`;

const inWeb1 = "ip netns exec web1";
/** A second nginx, at another port. */
const beside = (entering = "", port = 8080) =>
  `sed 's/listen 80;/listen ${port};/' /run/web.conf > /run/beside.conf; ${entering} nginx -c /run/beside.conf -g "pid /run/beside.pid;"`;
const redirected = (entering = "", port = 8080) =>
  `${entering} iptables -t nat -A OUTPUT -p tcp --dport 80 -j REDIRECT --to-ports ${port}`;

const nobodyListens = { node: "host", what: "no-listener" } as const;
const nobodyListensInWeb1 = { ...nobodyListens, node: "web1" };
const unserved = ["answers-host", "port-taken"];
const ofWeb1 = ["address-web1", "answers-web1"];

export const mutations: Mutation[] = [
  {
    fault: "no server in web1: what it asks is led over a cable to the host's",
    commands: `${stop("web1")}; ip link add cable type veth peer name c0 netns web1
      ip address add 10.9.0.1/24 dev cable; ip link set cable up
      ip -n web1 address add 10.9.0.2/24 dev c0; ip -n web1 link set c0 up
      ${inWeb1} sysctl -qw net.ipv4.conf.all.route_localnet=1
      ${inWeb1} iptables -t nat -A OUTPUT -p tcp --dport 80 -j DNAT --to 10.9.0.1
      ${inWeb1} iptables -t nat -A POSTROUTING -j MASQUERADE`,
    caughtBy: "answers-web1",
  },
  {
    fault: "the server gives errors, and what is asked is led to another port",
    commands: `${beside()}; ${instead("s/return 200/return 500/")}; ${redirected()}`,
    caughtBy: "answers-host",
  },
  {
    fault: "web1's server has another port, and what is asked is led there",
    commands: `${instead("s/listen 80/listen 8080/", "web1")}; ${redirected(inWeb1)}`,
    caughtBy: "answers-web1",
  },
  {
    fault: "the host's server has another port, and what is asked is led there",
    commands: `${instead("s/listen 80/listen 8080/")}; ${redirected()}`,
    caughtBy: "nginx-host",
    also: unserved,
  },
  {
    fault: "a rule rejects what comes from some ports",
    commands: "iptables -A INPUT -p tcp --dport 80 --sport 40000:45000 -j REJECT",
    caughtBy: "answers-host",
    broken: { node: "host", what: "maybe-filtered" },
  },
  {
    fault: "a rule of web2 drops the answers to some ports",
    commands: `ip netns exec web2 nft 'add table ip f; add chain ip f c { type filter hook output priority 0; }
      add rule ip f c tcp sport 80 tcp dport { 33000-33999, 50000-50999 } drop'`,
    caughtBy: "answers-web2",
    broken: { node: "web2", what: "maybe-filtered" },
  },
  {
    fault: "one question in two is led to a server that gives errors",
    commands: `${instead("s/listen 80/listen 8081; return 500; } server { listen 80/")}
      iptables -t nat -A OUTPUT -p tcp --dport 80 -m statistic --mode nth --every 2 --packet 1 -j REDIRECT --to-ports 8081`,
    caughtBy: "answers-host",
  },
  {
    fault: "one answer in nine is an error",
    commands: `${stop("nginx-host")}; ${serve('let n = 0; Bun.serve({ port: 80, fetch: () => new Response("hello", { status: ++n % 9 ? 200 : 500 }) })')}`,
    caughtBy: "answers-host",
  },
  {
    fault: "one answer in sixteen is an error, in web1",
    commands: `${stop("web1")}; ${serve('let n = 0; Bun.serve({ port: 80, fetch: () => new Response("hello", { status: ++n % 16 ? 200 : 500 }) })', inWeb1)}`,
    caughtBy: "answers-web1",
  },
  {
    fault: "every third connection is rejected",
    commands:
      "iptables -A INPUT -p tcp --dport 80 -s 127.0.0.1 --syn -m statistic --mode nth --every 3 --packet 0 -j REJECT --reject-with tcp-reset",
    caughtBy: "answers-host",
  },
  {
    fault: "every eleventh connection is reset",
    commands:
      "iptables -A INPUT -p tcp --dport 80 --syn -m statistic --mode nth --every 11 --packet 5 -j REJECT --reject-with tcp-reset",
    caughtBy: "answers-host",
  },
  {
    fault: "web2 answers at web1's address, which is on none of its links",
    commands: "ip -n web2 route add local 192.0.2.1 dev lo",
    caughtBy: "address-web1",
  },
  {
    fault: "the server shares its port",
    commands: instead("s/listen 80/listen 80 reuseport/"),
    caughtBy: "port-taken",
  },
  {
    fault: "two servers share the port",
    commands: `${instead("s/listen 80/listen 80 reuseport/")}; nginx -c /run/other.conf -g "pid /run/second.pid;"`,
    caughtBy: "port-taken",
  },
  {
    fault: "web1's address is there for a few seconds more",
    commands: "ip -n web1 address change 192.0.2.1/32 dev lo valid_lft 50 preferred_lft 50",
    caughtBy: "address-web1",
  },
  {
    fault: "a stack without a name, and without a cable, has web1's address",
    commands: `
      unshare --net sleep infinity >/dev/null 2>&1 </dev/null & pid=$!
      until [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
      nsenter -t $pid -n ip address add 192.0.2.1/32 dev lo`,
    caughtBy: "address-web1",
  },
  {
    fault: "a third stack has web1's address",
    commands: "ip netns add web3; ip -n web3 address add 192.0.2.1/32 dev lo",
    caughtBy: "address-web1",
  },
  {
    fault: "the answers are dropped",
    broken: { node: "host", what: "filtered" },
    commands: "iptables -A OUTPUT -p tcp --sport 80 -j DROP",
    caughtBy: "answers-host",
  },
  {
    fault: "web1 lets nobody ask at its address",
    broken: { node: "web1", what: "filtered" },
    commands: `${inWeb1} iptables -A INPUT -p tcp -d 192.0.2.1 -j REJECT --reject-with tcp-reset`,
    caughtBy: "answers-web1",
  },
  {
    fault: "a policy rule is a black hole for port 80",
    commands: `ip -n web1 rule add pref 10 lookup local; ip -n web1 rule del pref 0
      ip -n web1 rule add pref 1 ipproto tcp dport 80 blackhole`,
    broken: { node: "web1", what: "no-route" },
    caughtBy: "answers-web1",
  },
  {
    fault: "the answer leads elsewhere",
    commands: instead("s/return 200.*;/return 301 http:\\/\\/127.0.0.1\\/x; }/;s/}  *}/}/"),
    caughtBy: "answers-host",
  },
  {
    fault: "what listens speaks no HTTP",
    commands: `${stop("nginx-host")}; ${serve('Bun.listen({ hostname: "0.0.0.0", port: 80, socket: { data(s) { s.end("hello\\n") } } })')}`,
    caughtBy: "answers-host",
  },
  {
    fault: "the addresses are exchanged",
    broken: { node: ["web1", "web2"], what: "no-route" },
    commands: `ip -n web1 address del 192.0.2.1/32 dev lo; ip -n web2 address del 192.0.2.2/32 dev lo
      ip -n web1 address add 192.0.2.2/32 dev lo; ip -n web2 address add 192.0.2.1/32 dev lo`,
    caughtBy: "address-web1",
    also: ["answers-web1", "address-web2", "answers-web2"],
  },
  {
    fault: "another port",
    commands: instead("s/listen 80/listen 8080/"),
    broken: nobodyListens,
    caughtBy: "nginx-host",
    also: unserved,
  },
  {
    fault: "nginx-host runs in web1",
    commands: `${stop("web1")}; ${stop("nginx-host")}; ip netns exec web1 nginx -c /run/web.conf`,
    broken: nobodyListens,
    caughtBy: "nginx-host",
    also: unserved,
  },
  {
    fault: "port 80 is held by a UDP socket",
    commands: `${stop("nginx-host")}; ${serve('await Bun.udpSocket({ hostname: "0.0.0.0", port: 80 })')}`,
    broken: nobodyListens,
    caughtBy: "nginx-host",
    also: unserved,
  },
  {
    fault: "the server that listens never answers",
    commands: `${stop("nginx-host")}; ${serve('Bun.listen({ hostname: "0.0.0.0", port: 80, socket: { data() {} } })')}`,
    caughtBy: "answers-host",
  },
  {
    fault: "nginx is stopped by a signal",
    commands: "for pid in $(cat /run/nginx-host.pid) $(pgrep -P $(cat /run/nginx-host.pid)); do kill -STOP $pid; done",
    caughtBy: "answers-host",
  },
  { fault: "the answer is an error", commands: instead("s/return 200/return 500/"), caughtBy: "answers-host" },
  { fault: "the page is not there", commands: instead("s/return 200/return 404/"), caughtBy: "answers-host" },
  {
    fault: "the server listens on an address that is not 127.0.0.1",
    commands: `ip address add 192.0.2.80/32 dev lo; ${instead("s/listen 80/listen 192.0.2.80:80/")}`,
    broken: nobodyListens,
    caughtBy: "answers-host",
  },
  {
    fault: "only IPv6",
    commands: instead("s/listen 80/listen [::]:80 ipv6only=on/"),
    broken: nobodyListens,
    caughtBy: "port-taken",
    also: ["answers-host"],
  },
  {
    fault: "a firewall on the host",
    broken: { node: "host", what: "filtered" },
    commands: "iptables -A INPUT -p tcp --dport 80 -j DROP",
    caughtBy: "answers-host",
  },
  { fault: "lo of the host is down", commands: "ip link set lo down", caughtBy: "answers-host" },
  { fault: "no web1", commands: "ip netns del web1", caughtBy: "own-stack-web1", also: ofWeb1 },
  {
    fault: "web1 is the host's own stack",
    broken: { node: "host", what: "no-route" },
    commands: "ip netns del web1; ip netns attach web1 $$",
    caughtBy: "own-stack-web1",
    also: ofWeb1,
  },
  {
    fault: "web1 and web2 share one stack",
    broken: { node: "web1", what: "no-route" },
    commands: "ip netns del web2; touch /run/netns/web2; mount --bind /run/netns/web1 /run/netns/web2",
    caughtBy: "own-stack-web2",
    also: ["own-stack-web1", "address-web2", "answers-web2"],
  },
  {
    fault: "another address",
    broken: { node: "web1", what: "no-route" },
    commands: "ip -n web1 address del 192.0.2.1/32 dev lo; ip -n web1 address add 192.0.2.10/32 dev lo",
    caughtBy: "address-web1",
    also: ["answers-web1"],
  },
  {
    fault: "the address is on the host",
    broken: { node: "web2", what: "no-route" },
    commands: "ip -n web2 address del 192.0.2.2/32 dev lo; ip address add 192.0.2.2/32 dev lo",
    caughtBy: "address-web2",
    also: ["answers-web2"],
  },
  {
    fault: "web2 has the address of web1 besides",
    commands: "ip -n web2 address add 192.0.2.1/32 dev lo",
    caughtBy: "address-web1",
  },
  { fault: "lo is down in web1", commands: "ip -n web1 link set lo down", caughtBy: "answers-web1" },
  {
    fault: "a firewall in web2",
    broken: { node: "web2", what: "filtered" },
    commands: "ip netns exec web2 iptables -A INPUT -p tcp --dport 80 -j DROP",
    caughtBy: "answers-web2",
  },
  {
    fault: "another port in web1",
    commands: instead("s/listen 80/listen 8080/", "web1"),
    broken: nobodyListensInWeb1,
    caughtBy: "answers-web1",
  },
  {
    fault: "the server in web1 does not listen on its address",
    commands: instead("s/listen 80/listen 127.0.0.1:80/", "web1"),
    broken: nobodyListensInWeb1,
    caughtBy: "answers-web1",
  },
  { fault: "an error in web2", commands: instead("s/return 200/return 403/", "web2"), caughtBy: "answers-web2" },
];

const settings = `echo 'user root; error_log /run/error.log; events {} http { server { listen 80; return 200 ok; } }' > /run/web.conf`;
const namespaces = `ip netns add web1; ip netns add web2; ip -n web1 link set lo up; ip -n web2 link set lo up
    ip -n web1 address add 192.0.2.1/32 dev lo; ip -n web2 address add 192.0.2.2/32 dev lo`;
const inBoth = `for i in 1 2; do ip netns exec web$i nginx -c /run/web.conf -g "pid /run/web$i.pid;"; done`;

/** The lab by its own servers, but for nginx-host. */
const others = `${settings}; ${namespaces}; ${inBoth}`;

export const alternatives: Record<string, string> = {
  "a server that serves one, and begins anew": `${others}
    ${serve('const once = () => { const at = Bun.listen({ hostname: "0.0.0.0", port: 80, socket: { open() { at.stop() }, data(s) { s.end("HTTP/1.0 200 OK\\r\\n\\r\\nhi") }, close: once } }) }; once()')}`,
  "a server that answers before it is asked": `${others}
    ${serve('Bun.listen({ hostname: "0.0.0.0", port: 80, socket: { open(s) { s.end("HTTP/1.0 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nhi") }, data() {} } })')}`,
  "a server that a reset would end": `${others}
    ${serve('Bun.listen({ hostname: "0.0.0.0", port: 80, socket: { data(s) { s.write("HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nhi") }, error() { process.exit() }, close(s, error) { if (error) process.exit() } } })')}`,
  "three stacks more; the answer is of HTTP/1.0 and has no length": `${others}; ip netns add web3; ip netns add web4
    ip -n web3 address add 192.0.2.3/32 dev lo; ip -n web4 link set lo up
    ${serve('Bun.listen({ hostname: "0.0.0.0", port: 80, socket: { data(s) { s.end("HTTP/1.0 200 OK\\r\\n\\r\\nhi") } } })')}`,
  "a page in pieces, and a large one": `${others}
    ${serve('Bun.serve({ port: 80, fetch: () => new Response(new ReadableStream({ async start(c) { c.enqueue("a"); await Bun.sleep(5); c.enqueue("b".repeat(3000000)); c.close(); } })) })')}`,
  "nginx waits for the question; several workers": `${others}
    sed 's/listen 80/listen 80 deferred/;s/events {}/worker_processes 3; events {}/' /run/web.conf > /run/own.conf; nginx -c /run/own.conf`,
  "web1's server asks another one of its own; its address leads to its loopback": `${settings}; ${namespaces}
    sed 's/listen 80/listen 81/' /run/web.conf > /run/behind.conf; ip netns exec web1 nginx -c /run/behind.conf -g "pid /run/behind.pid;"
    echo 'user root; error_log /run/e; pid /run/px.pid; events {} http { server { listen 80; location / { proxy_pass http://127.0.0.1:81; } } }' > /run/px.conf
    ip netns exec web1 nginx -c /run/px.conf; ip netns exec web2 nginx -c /run/web.conf -g "pid /run/web2.pid;"; nginx -c /run/web.conf
    ip netns exec web1 iptables -t nat -A OUTPUT -p tcp -d 192.0.2.1 --dport 80 -j DNAT --to 127.0.0.1:80`,
  "somebody asks all the time; only root may ask": `${others}; nginx -c /run/web.conf
    while :; do curl -s http://127.0.0.1; done >/dev/null 2>&1 </dev/null &
    iptables -A OUTPUT -p tcp --dport 80 -m owner ! --uid-owner 0 -j DROP`,
  "five connections a second, and no more": `${others}; nginx -c /run/web.conf
    iptables -A INPUT -p tcp --dport 80 --syn -m limit --limit 5/sec --limit-burst 3 -j ACCEPT
    iptables -A INPUT -p tcp --dport 80 --syn -j REJECT`,
  "web1's server is a proxy for another stack's": `${settings}; ${namespaces}
    sed 's/listen 80/listen unix:\\/run\\/behind.socket/' /run/web.conf > /run/behind.conf; nginx -c /run/behind.conf -g "pid /run/behind.pid;"
    echo 'user root; error_log /run/e; pid /run/px.pid; events {} http { server { listen 80; location / { proxy_pass http://unix:/run/behind.socket; } } }' > /run/px.conf
    ip netns exec web1 nginx -c /run/px.conf; ip netns exec web2 nginx -c /run/web.conf -g "pid /run/web2.pid;"; nginx -c /run/web.conf`,
  "the addresses on lo, with /24": `${settings}
    for i in 1 2; do
      ip netns add web$i; ip -n web$i link set lo up; ip -n web$i address add 192.0.2.$i/24 dev lo
    done
    ${inBoth}; nginx -c /run/web.conf`,
  "a rule that lets pass what comes from some ports": `${settings}; ${namespaces}; ${inBoth}; nginx -c /run/web.conf
    iptables -A INPUT -p tcp --dport 80 --sport 40000:45000 -j ACCEPT`,
  "another web server, and a container that is there already": `
    ${namespaces}; ip netns add web3
    ${serve('Bun.serve({ port: 80, fetch: () => new Response("hello") })')}
    ${serve('Bun.serve({ port: 80, fetch: () => new Response("hello") })', "ip netns exec web1")}
    ${serve('Bun.serve({ port: 80, fetch: () => new Response("hello") })', "ip netns exec web2")}`,
  "nginx-host listens on 127.0.0.1 only": `
    ${settings}; ${namespaces}; ${inBoth}
    sed 's/listen 80/listen 127.0.0.1:80/' /run/web.conf > /run/local.conf; nginx -c /run/local.conf`,
  "one socket for IPv6 and IPv4": `
    ${settings}; sed -i 's/listen 80/listen [::]:80 ipv6only=off/' /run/web.conf
    ${namespaces}; ${inBoth}; nginx -c /run/web.conf`,
  "two sockets, and more ports and sites than asked for": `
    ${settings}; sed -i 's/listen 80/listen 80; listen [::]:80; listen 8080/' /run/web.conf
    ${namespaces}; ${inBoth}; nginx -c /run/web.conf`,
  "ifconfig; the addresses on cables, with /24; a page instead of a text": `
    mkdir -p /run/site; echo hello > /run/site/index.html
    echo 'user root; error_log /run/error.log; events {} http { server { listen 80; root /run/site; } }' > /run/page.conf
    for i in 1 2; do
      ip netns add web$i; ip netns exec web$i ifconfig lo up
      ip -n web$i link add eth0 type veth peer name eth1
      ip netns exec web$i ifconfig eth0 192.0.2.$i netmask 255.255.255.0 up
      ip netns exec web$i nginx -c /run/page.conf -g "pid /run/web$i.pid;"
    done
    nginx -c /run/page.conf`,
  "containers by unshare and nsenter, named afterwards; in the foreground": `
    ${settings}
    for i in 1 2; do
      unshare --net sleep infinity >/dev/null 2>&1 </dev/null & pid=$!
      until [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
      nsenter -t $pid -n ip link set lo up; nsenter -t $pid -n ip address add 192.0.2.$i/32 dev lo
      ip netns attach web$i $pid
      nsenter -t $pid -n nginx -c /run/web.conf -g "daemon off; pid /run/web$i.pid;" >/dev/null 2>&1 </dev/null &
      until ip netns exec web$i curl -s -o /dev/null http://127.0.0.1; do :; done
    done
    nginx -c /run/web.conf -g "daemon off;" >/dev/null 2>&1 </dev/null &
    until curl -s -o /dev/null http://127.0.0.1; do :; done`,
  "joined by a bridge, with a firewall that lets port 80 pass": `
    ${settings}
    ip link add br0 type bridge; ip address add 192.0.2.254/24 dev br0; ip link set br0 up
    iptables -A INPUT -p tcp --dport 80 -j ACCEPT; iptables -A INPUT -i lo -j ACCEPT; iptables -P INPUT DROP
    for i in 1 2; do
      ip netns add web$i; ip -n web$i link set lo up
      ip link add port$i type veth peer name eth0 netns web$i; ip link set port$i master br0 up
      ip -n web$i address add 192.0.2.$i/24 dev eth0; ip -n web$i link set eth0 up
      ip netns exec web$i nft 'add table ip f; add chain ip f in { type filter hook input priority 0; policy drop; }'
      ip netns exec web$i nft add rule ip f in tcp dport 80 accept
      ip netns exec web$i nft add rule ip f in ct state established accept
    done
    ${inBoth}; nginx -c /run/web.conf`,
};
