/** Something read from the kernel, and the command that shows it to a person on the host of the world. */
export type Fact<T> = { value: T; seen: string; about?: About };

/** Where it was looked for: what is missing there may be elsewhere. */
export type About = { node: string; link?: string; route?: string };

/** How a person runs a command on a node: `on(["ip", "netns", "exec", "c1"])("ip route")` is "ip -n c1 route". */
export const on =
  (entering: readonly string[]) =>
  (command: string): string => {
    const [tool = "", ...rest] = command.split(" ");
    const name = entering.join(" ").match(/^ip netns exec (\S+)$/)?.[1];
    if (name && (tool === "ip" || tool === "bridge")) return [tool, "-n", name, ...rest].join(" ");
    return [...entering, command].join(" ");
  };
