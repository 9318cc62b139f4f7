// What is asked in other labs than the bridge's: web servers that never come to an end, books of addresses, rules that are watched.

import type { Hostile } from "../hostile.ts";

/** Lab 02 with such web servers in web1 and web2: Python that says what is done with a connection `c`, for each in a thread. */
const web = (name: string, lines: string): Hostile => ({
  name,
  lab: "02-host-network",
  ending: ".py",
  script: `
import os, socket, subprocess, threading, time
def serve(c):
    try:
        c.recv(1000)
${lines.replace(/^/gm, "        ")}
    except OSError: pass
for n in (1, 2):
    subprocess.run(f"ip netns add web{n}; ip -n web{n} link set lo up; ip -n web{n} address add 192.0.2.{n}/32 dev lo", shell=True)
    if os.fork(): continue
    os.setsid()
    os.setns(os.open(f"/run/netns/web{n}", os.O_RDONLY))
    server = socket.socket(); server.setsockopt(1, 2, 1); server.bind(("0.0.0.0", 80)); server.listen()
    null = os.open("/dev/null", os.O_RDWR); [os.dup2(null, fd) for fd in (0, 1, 2)]
    while True: threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
time.sleep(0.5)
`,
});

const books = (networks: number, leases: number): string => `
import os, time
end = time.time() + 3
for network in range(${networks}):
    folder = f"/var/lib/cni/networks/{network}"
    os.makedirs(folder)
    for lease in range(${leases}): open(f"{folder}/172.17.{lease >> 8}.{lease & 255}", "w").close()
    if time.time() > end: break
print(network)`;

const ok = 'c.send(b"HTTP/1.1 200 OK\\r\\n';

export const others: Hostile[] = [
  web(
    "web-a-byte-at-a-time",
    `for byte in b"HTTP/1.1 200 OK\\r\\n" + b"x" * 1000: c.send(bytes([byte])); time.sleep(0.3)`,
  ),
  web("web-headers-without-end", `${ok}")\nwhile True: c.send(b"x-a: " + b"y" * 60000 + b"\\r\\n")`),
  web("web-body-without-end", `${ok}\\r\\n")\nwhile True: c.send(bytes(60000))`),
  web("web-lengths-that-lie", `${ok}content-length: -1\\r\\ncontent-length: 99999999999999999999\\r\\n\\r\\nweb1 ")`),
  web(
    "web-chunks-that-lie",
    `${ok}transfer-encoding: chunked\\r\\n\\r\\nFFFFFFFFFFFFFFFF\\r\\nx\\r\\n")\ntime.sleep(60)`,
  ),
  web(
    "web-leads-in-circles",
    `c.send(b"HTTP/1.1 302 Found\\r\\nlocation: /\\r\\ncontent-length: 0\\r\\n\\r\\n"); c.close()`,
  ),
  web("web-ends-by-a-reset", `c.setsockopt(1, 13, bytes([1, 0, 0, 0, 0, 0, 0, 0])); c.close()`),
  web("web-says-nothing", "time.sleep(60)"),
  { name: "books-without-end", lab: "08-cni", ending: ".py", script: books(1000, 300), isShort: true },
  { name: "one-book-without-end", lab: "08-cni", ending: ".py", script: books(1, 60_000) },
  { name: "as-many-books-as-may-be", lab: "08-cni", ending: ".py", script: books(499, 10) },
  {
    name: "books-that-are-no-books",
    lab: "08-cni",
    script: `mkdir -p /var/lib/cni/networks/docker; cd /var/lib/cni/networks/docker
mkfifo 172.17.0.2 lock; ln -s /proc/kmsg 172.17.0.3; ln -s . 172.17.0.4; head -c 60M /dev/zero | tr '\\0' 'x' > 172.17.0.5; mkdir 172.17.0.6
ln -s ../docker ../docker/again; ln -s / /var/lib/cni/networks/root; for i in $(seq 3000); do mkdir -p /tmp/$i/a/b/c/d/e/f; done; true`,
  },
  {
    name: "rules-that-trace-everything",
    lab: "06-trace",
    script: `ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up
{ echo '*raw'; for i in $(seq 3000); do echo '-A PREROUTING -j TRACE'; echo '-A OUTPUT -j TRACE'; done; echo COMMIT; } | iptables-restore
{ echo '*raw'; for i in $(seq 500); do echo '-A PREROUTING -j TRACE'; done; echo COMMIT; } | iptables-legacy-restore
xtables-monitor --trace > /run/trace.log 2>&1 & sleep 0.5; ping -f -c 2000 -w 2 172.17.0.1 >/dev/null; ls -l /run/trace.log`,
  },
  {
    name: "neighbours-that-all-answer",
    lab: "04-arp",
    ending: ".py",
    script: `
import os, socket, subprocess, time
subprocess.run("ip link add docker0 type bridge; ip address add 172.17.0.1/16 dev docker0; ip link set docker0 up; ip link show type veth", shell=True)
if os.fork(): time.sleep(1); os._exit(0)
os.setsid()
server = socket.socket(); server.bind(("127.0.0.1", 4000)); server.listen()
null = os.open("/dev/null", os.O_RDWR); [os.dup2(null, fd) for fd in (0, 1, 2)]
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
while True:
    f, (name, *rest) = s.recvfrom(2000)
    if len(f) < 42 or rest[1] == 4: continue
    for i in range(20):
        mac = bytes([2, 0, 0, 0, 1, i])
        try: s.sendto(f[6:12] + mac + f[12:20] + b"\\0\\2" + mac + f[38:42] + f[22:32], (name, 0))
        except OSError: pass
`,
  },
];
