// A world's first process, a shell: it makes the world ready, and holds it.

import { baselineScript } from "./baseline.ts";

// Reading from standard input is the leash: end-of-file (the starter died) ends it, and the world, before `go`.
// A stranger's script is started by it, and not sent in from outside: what is outside is then never seen inside, and limits and
// filters of the world hold for the script. Its status goes out by a descriptor that the script does not get.
// A sysfs of its own can be mounted only where there is one. A stranger's world keeps none of the machine's below it; ip netns exec
// takes the uppermost away and mounts another, so there are two, and something else between them.
const text = `
own() { mount -t sysfs sysfs "$1" 2>/dev/null || mount -o ro -t sysfs sysfs "$1"; } # inside a container /sys may be read-only
if [ "$2" ]; then
  own /run/lock
  umount --lazy /sys
  mount --move /run/lock /sys
  mount -t tmpfs -o ro,size=4k tmpfs /sys
fi
own /sys
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
  shift 2
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

/** The command; `script` are the words of a stranger's script, told to begin by `go`, and the descriptor that it writes to. */
export const anchor = (commands: string[], script?: { words: string[]; output: number }): string[] => [
  ...["bash", "-ec", text, "bash", commands.join("\n")],
  ...(script ? [String(script.output), ...script.words] : []),
];
