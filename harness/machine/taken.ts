// What of the machine's own stands in a lab's way.

import { existsSync, statSync } from "node:fs";
import type { Taken } from "../ground/taken.ts";
import type { Link } from "../kernel/link.ts";
import { openNode } from "../kernel/node.ts";
import { overlap } from "../kernel/prefix.ts";
import { namesDir } from "./place.ts";
import type { Wanted } from "./wanted.ts";

/** Everything of the machine that the lab wants for itself. */
export function takenOf({ links, names, addresses, ports, files }: Wanted): Taken[] {
  const host = openNode({ name: "host", path: "/proc/1/ns/net" });
  try {
    const has = new Map(host.links().value.flatMap((link) => namesOf(link).map((name) => [name, link.ifname])));
    const routes = host.routes("all").value.filter(({ dst, type }) => dst.includes(".") && type !== "broadcast");
    const tcp = host.listening().value.filter(({ netid }) => netid === "tcp");
    const isDocker = (link: string) => link === "docker0" && existsSync("/run/docker.sock");
    return [
      ...links
        .filter((link) => has.has(link))
        .map((link) => (has.get(link) === link ? takenLink(link, isDocker(link)) : takenName(link, has.get(link)!))),
      ...names
        .filter((name) => existsSync(`${namesDir}/${name}`))
        .map((name) => ({
          what: `the network namespace "${name}" is there already`,
          mend: `sudo ip netns del ${name}`,
        })),
      ...addresses.flatMap((address) => {
        const route = routes.find(({ dst }) => overlap(dst, address));
        // docker0 is told by its name already
        if (!route || (route.dev && links.includes(route.dev))) return [];
        const dev = route.dev ? ` dev ${route.dev}` : "";
        return [
          { what: `the subnet of ${address} is in use: ${route.dst}${dev}`, mend: `ip route show table all${dev}` },
        ];
      }),
      ...ports
        .filter((port) => tcp.some((socket) => socket.port === port))
        .map((port) => ({
          what: `somebody listens on TCP port ${port} already`,
          mend: `sudo ss -ltnp 'sport = :${port}' names the program; stop it (nginx of this machine: sudo systemctl stop nginx)`,
        })),
      ...files
        .filter((file) => existsSync(file))
        .map((file) => ({
          what: `the file "${file}" is there already`,
          mend: `sudo rm ${statSync(file).isDirectory() ? "-r " : ""}${file}`,
        })),
    ];
  } finally {
    host.close();
  }
}

/** A link goes by each of its names. */
const namesOf = ({ ifname, altnames = [] }: Link): string[] => [ifname, ...altnames];

const takenLink = (link: string, isDocker: boolean): Taken => ({
  what: `the link "${link}" is there already`,
  mend: `${isDocker ? "sudo systemctl stop docker docker.socket && " : ""}sudo ip link del ${link}`,
});

const takenName = (name: string, link: string): Taken => ({
  what: `"${name}" is another name of the link "${link}"`,
  mend: `sudo ip link property del dev ${link} altname ${name}`,
});
