// Docker's command, asked about the machine's own daemon, whatever DOCKER_HOST says: the lab's commands know no other either.

import { Mistake } from "../ground/error.ts";
import { toolPath } from "../ground/paths.ts";

export type Answer = { stdout: string; complaint: string; success: boolean };

/** No daemon answers, so no container runs. */
export class NotRunning extends Mistake {}

/** Runs `docker …`. Throws a `Mistake` where Docker cannot be asked at all; what it refuses is the caller's to judge. */
export function ask(words: string[]): Answer {
  if (!Bun.which("docker", { PATH: toolPath }))
    throw new Mistake('Cannot use Docker: there is no "docker" command', "sudo apt-get install docker.io");
  const child = Bun.spawnSync(["docker", ...words], { env: { PATH: toolPath, HOME: "/tmp", LC_ALL: "C" } });
  const complaint = child.stderr.toString().trim();
  if (!child.success) requireReachable(complaint);
  return { stdout: child.stdout.toString(), complaint, success: child.success };
}

/** The lines of what `docker …` says; throws where it fails. */
export function docker(...words: string[]): string[] {
  const { stdout, complaint, success } = ask(words);
  if (!success) throw new Error(`"docker ${words.join(" ")}": ${complaint}`);
  return linesOf(stdout);
}

export const linesOf = (text: string): string[] => text.split("\n").filter(Boolean);

/** Docker's words for it, of the client's versions 20 to 28. */
function requireReachable(complaint: string): void {
  if (/permission denied/i.test(complaint) && /docker\.sock|docker daemon|docker API/i.test(complaint))
    throw new Mistake(
      'Cannot use Docker: its socket is for root and the group "docker" alone',
      "the same command with sudo",
    );
  if (/cannot connect to the docker daemon|failed to connect to the docker API|docker daemon running/i.test(complaint))
    throw new NotRunning("Cannot use Docker: its daemon is not running", "sudo systemctl start docker");
}
