// What a lab makes with Docker: its containers and networks, each one's own id, and what must be there before.

import { Mistake } from "../ground/error.ts";
import type { Taken } from "../ground/taken.ts";
import { ask, docker, linesOf } from "./client.ts";

export type WantedOfDocker = { containers: string[]; networks: string[]; images: string[] };

/** Containers and networks by name, or once they are made by id: removing by id touches no other of that name. */
export type Made = Pick<WantedOfDocker, "containers" | "networks">;

/** What the commands make, and of which images. */
export function wantedOfDocker(commands: readonly string[]): WantedOfDocker {
  const all = (pattern: RegExp) => [...new Set(commands.flatMap((command) => command.match(pattern)?.[1] ?? []))];
  return {
    containers: all(/^docker run .*--name (\S+)/),
    networks: all(/^docker network create .*?(\S+)$/),
    // options, each with or without a value, come before the image
    images: all(/^docker run (?:-d |--rm |--[\w-]+=\S+ |--?[\w-]+ \S+ )*(\S+)/),
  };
}

/** Refuses where Docker is not as the labs need it. */
export function requireDocker({ images }: WantedOfDocker): void {
  const [info = ""] = docker("info", "--format", "{{.SecurityOptions}}");
  if (info.includes("rootless"))
    throw new Mistake(
      "Cannot use this Docker: it is rootless, so its docker0 is not in the machine's network stack",
      "sudo apt-get install docker.io",
    );
  const subnets = docker("network", "inspect", "--format", "{{range .IPAM.Config}}{{.Subnet}}{{end}}", "bridge");
  if (subnets.join() !== "172.17.0.0/16")
    throw new Mistake(
      `Cannot use this Docker: its bridge has the subnet ${subnets.join()}, and the labs want 172.17.0.0/16`,
      'take "bip" out of /etc/docker/daemon.json, then sudo systemctl restart docker',
    );
  const missing = images.filter((image) => !ask(["image", "inspect", image]).success);
  if (missing.length)
    throw new Mistake(`Cannot find the image ${missing.map(quoted).join(" and ")}`, "sudo docker/images");
}

/** What of Docker's stands in the lab's way. */
export function takenOfDocker({ containers, networks }: Made): Taken[] {
  const isTaken = (kind: string, name: string) => ask([kind, "inspect", name]).success;
  const bridged = ["network", "inspect", "--format", "{{range .Containers}}{{.Name}} {{end}}", "bridge"];
  const guests = docker(...bridged).flatMap((line) => line.trim().split(" ").filter(Boolean));
  return [
    ...containers
      .filter((name) => isTaken("container", name))
      .map((name) => ({ what: `the container "${name}" is there already`, mend: `sudo docker rm -f ${name}` })),
    ...networks
      .filter((name) => isTaken("network", name))
      .map((name) => ({ what: `Docker's network "${name}" is there already`, mend: `sudo docker network rm ${name}` })),
    // Docker gives the lowest free address: the labs' containers must be the first
    ...guests
      .filter((name) => !containers.includes(name))
      .map((name) => ({ what: `the container "${name}" is plugged into docker0`, mend: `sudo docker stop ${name}` })),
  ];
}

/** The same with ids for names. */
export const idsOf = ({ containers, networks }: Made): Made => ({
  containers: containers.flatMap((name) => idOf("container", name)),
  networks: networks.flatMap((name) => idOf("network", name)),
});

const idOf = (kind: string, name: string): string[] =>
  linesOf(ask([kind, "inspect", "--format", "{{.Id}}", name]).stdout);

/** All that Docker has now, by id. */
export const everything = (): Made => ({
  containers: docker("ps", "--all", "--quiet", "--no-trunc"),
  networks: docker("network", "ls", "--quiet", "--no-trunc"),
});

/** Removes what came since. */
export function removeNew(before: Made): void {
  const now = everything();
  remove({
    containers: now.containers.filter((id) => !before.containers.includes(id)),
    networks: now.networks.filter((id) => !before.networks.includes(id)),
  });
}

/** Removes them; what is gone already is no failure. */
export function remove({ containers, networks }: Made): void {
  for (const id of containers) askOrThrow(["container", "rm", "--force", "--volumes", id]);
  for (const id of networks) askOrThrow(["network", "rm", id]);
}

function askOrThrow(words: string[]): void {
  const { success, complaint } = ask(words);
  if (!success && !/no such|not found/i.test(complaint)) throw new Error(`"docker ${words.join(" ")}": ${complaint}`);
}

const quoted = (word: string) => `"${word}"`;
