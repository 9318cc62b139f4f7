// How a container's network namespace can come to be and get its name otherwise than by `ip netns add`: shell functions to build with.

/** `held UNSHARE-OPTIONS…`: a process in a network namespace of its own; $pid is set. */
export const held = `
held() {
  unshare "$@" sleep infinity >/dev/null 2>&1 </dev/null & pid=$!
  until [ "$(readlink /proc/$pid/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
}`;

/** `ip netns add NAME` then does this, with $name. */
const instead = (commands: string): string => `${held}
ip() {
  if [ "$1 $2" = "netns add" ]; then name=$3; ${commands}; else command ip "$@"; fi
}`;

/** By what is different: what the shell reads before a lab's commands. */
export const holding: Record<string, string> = {
  "processes, each with a link to its namespace as its name": instead(
    "held --net; ln -s /proc/$pid/ns/net /run/netns/$name",
  ),
  "the link leads to a thread, and from where it lies": instead(
    "held --net; ln -s ../../proc/$pid/task/$pid/ns/net /run/netns/$name",
  ),
  "processes in user and pid namespaces of their own, linked to": instead(
    "held --user --map-root-user --pid --fork --net; ln -s /proc/$pid/ns/net /run/netns/$name",
  ),
  "made together with a user namespace, and mounted at its name": instead(
    "held --user --map-root-user --net; command ip netns attach $name $pid",
  ),
};
