// A world's first process, a shell: it makes the world ready, and holds it.

import { baselineScript } from "./baseline.ts";
import { machineSys } from "./view.ts";

/** fstab(5) of a stranger's world. */
export const mounts = "lower /sys sysfs\nbetween /sys tmpfs ro,size=4k\nsysfs /sys sysfs\n";

// Reading from standard input is the leash: end-of-file (the starter died) ends it, and the world, before `go`.
// A stranger's script is started by it, and not sent in from outside: what is outside is then never seen inside, and limits and
// filters of the world hold for the script. Its status goes out by a descriptor that the script does not get. The script can write
// into this shell's memory, so what limits the script limits the shell too, from before the script begins.
// A sysfs of its own can be mounted only where there is one, so a stranger's world begins with the machine's, in a place of its
// own, and keeps nothing of it; ip netns exec takes the uppermost away and mounts another, so there are two, and something else
// between them. By one mount(8): each takes longer than what it does.
const text = `
if [ "$2" ]; then
  mount --all
  umount --lazy ${machineSys}
else
  mount -t sysfs sysfs /sys
fi
${baselineScript}
echo begun
eval "$1" >/dev/null
echo ready
exec {said}>&1 >/dev/null 2>&1
# bash: the world's first process must reap orphans while it reads. It takes no signal from inside
trap '' HUP INT QUIT TERM PIPE ALRM USR1 USR2
read go || exit
output=$2
if [ "$output" ]; then
  eval "$3" || true # where one fails, the limit is lower already: setrlimit(2)
  shift 3
  # env: a shell cannot take back for its children that it ignores a signal
  exec setsid env --ignore-environment --default-signal "$@" </dev/null >&"$output" 2>&1 {output}>&- {said}>&- &
  exec {output}>&-
  wait $! && status=0 || status=$?
  echo $status >&"$said"
  while read more; do :; done
  exit
fi
exec <&-
while :; do sleep infinity & wait; done
`;

/**
 * The command; `script` are the words of a stranger's script, told to begin by `go`, the shell commands that limit all of its
 * world, and the descriptor that it writes to.
 */
export const anchor = (
  commands: string[],
  script?: { words: string[]; limits: string[]; output: number },
): string[] => [
  ...["bash", "-ec", text, "bash", commands.join("\n")],
  ...(script ? [String(script.output), script.limits.join("\n"), ...script.words] : []),
];
