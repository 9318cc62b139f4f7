import { expect, test } from "bun:test";
import { insideBun } from "../../harness/ground/paths.ts";
import type { ListeningSocket } from "../../harness/kernel/socket.ts";
import { call, readers, sharedWorld } from "./world.ts";

const servers = `
const data = () => {};
Bun.listen({ hostname: "0.0.0.0", port: 80, socket: { data } });
Bun.listen({ hostname: "::", port: 81, socket: { data } });
Bun.listen({ hostname: "::", port: 82, ipv6Only: true, socket: { data } });
Bun.listen({ hostname: "::1", port: 83, socket: { data } });
Bun.listen({ hostname: "fe80::1%lo", port: 84, socket: { data } });
await Bun.udpSocket({ hostname: "127.0.0.1", port: 53 });
await Bun.udpSocket({ hostname: "0.0.0.0", port: 4789 });
console.log("ready");
`;

const scenario = `
ip link set lo up
ip address add fe80::1/64 dev lo nodad
ip netns add docker1
setsid -f ${insideBun} -e '${servers}' >/tmp/said 2>&1
timeout 10 sh -c 'until grep -q ready /tmp/said; do sleep 0.05; done'
`;

const world = sharedWorld(scenario);

/** A record as `ss -ltunHe` prints it: "tcp LISTEN 0.0.0.0:80 ino:123". */
function line({ netid, state, family, local, dev, v6only, port, inode }: ListeningSocket): string {
  const isAny = family === "inet6" && local === "::" && v6only === false;
  const shown = isAny ? "*" : family === "inet6" ? `[${local}]` : local;
  return `${netid} ${state} ${shown}${dev ? `%${dev}` : ""}:${port} ino:${inode}`;
}

function shownBySs(words: string): string[] {
  const lines = world.sh(words).trim().split("\n").filter(Boolean);
  return lines.map((text) => {
    const [netid, state, , , local] = text.trim().split(/\s+/);
    return `${netid} ${state} ${local} ${text.match(/ino:\d+/)}`;
  });
}

for (const [name, reader] of Object.entries(readers)) {
  test(`the listening sockets, read ${name}, are those of ss`, () => {
    const { value, seen } = call<ListeningSocket[]>(world, reader, "host", "listening");
    expect(value).toHaveLength(7);
    expect(value.map(line).sort()).toEqual(shownBySs("ss -ltunHe").sort());
    expect(seen).toBe("ss -ltun");
  });

  test(`sockets of another namespace, read ${name}, are not among them`, () => {
    const { value, seen } = call<ListeningSocket[]>(world, reader, "docker1", "listening");
    expect(value).toEqual([]);
    expect(seen).toBe("ip netns exec docker1 ss -ltun");
  });
}
