// What the labs make with real Docker is read from their commands. That they can be built at all: test/docker.sh.

import { expect, test } from "bun:test";
import { wantedOfDocker } from "../../harness/docker/lab.ts";
import { labNamesWithDocker } from "../../harness/lab/names.ts";
import { stepsOf } from "../../harness/lab/starting-point.ts";
import { wantedBy } from "../../harness/machine/wanted.ts";

const commandsOf = async (lab: string): Promise<string[]> =>
  (await stepsOf(lab, { isDocker: true })).flatMap(({ commands }) => commands);

const numbered = (count: number) => Array.from({ length: count }, (_, at) => `docker${at + 1}`);

const expected: Record<string, ReturnType<typeof wantedOfDocker>> = {
  "02-host-network": { containers: ["nginx-host", "web1", "web2", "web3"], networks: ["web"], images: ["nginx"] },
  "03-bridge": { containers: numbered(2), networks: [], images: ["busybox"] },
  "04-arp": { containers: numbered(3), networks: [], images: ["busybox"] },
  "05-iflink": { containers: numbered(3), networks: [], images: ["busybox"] },
  "06-trace": { containers: numbered(2), networks: [], images: ["busybox"] },
};

test("these labs are there with Docker", () => {
  expect(labNamesWithDocker()).toEqual(Object.keys(expected));
});

for (const [lab, wanted] of Object.entries(expected))
  test.concurrent(`${lab}: containers, networks, images`, async () => {
    expect(wantedOfDocker(await commandsOf(lab))).toEqual(wanted);
  });

test("lab 02 wants ports and a subnet of the machine, lab 06 a link and a name", async () => {
  const web = wantedBy(await commandsOf("02-host-network"));
  expect({ ports: web.ports.sort(), addresses: web.addresses }).toEqual({
    ports: [80, 8080],
    addresses: ["192.0.2.0/24"],
  });
  const { links, names, addresses } = wantedBy(await commandsOf("06-trace"));
  expect({ links, names, addresses }).toEqual({ links: ["veth3"], names: ["outside"], addresses: ["203.0.113.1/24"] });
});

test("a container without a name is none that the lab must remove; options do not count as the image", () => {
  const commands = [
    "docker run --rm --net=host nginx",
    "docker run -d -p 80:80 --ip 192.0.2.9 --name a busybox sleep 1",
  ];
  expect(wantedOfDocker(commands)).toEqual({ containers: ["a"], networks: [], images: ["nginx", "busybox"] });
});
