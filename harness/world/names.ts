// What a world's nodes are called. The lab's own network stack is "host", whatever a student calls a network namespace.

const prefix = "netns:";

/** What the node of a named network namespace is called: as the namespace, but where that is the lab's own word. */
export const nodeNamed = (netns: string): string =>
  netns === "host" || netns.startsWith(prefix) ? `${prefix}${netns}` : netns;

/** The node's name in /run/netns. */
export const netnsNameOf = (node: string): string => (node.startsWith(prefix) ? node.slice(prefix.length) : node);

/** The same for a container of Docker, where another node has its name already; Docker's names have no colon. */
export const containerNamed = (name: string, others: ReadonlySet<string>): string =>
  others.has(name) ? `container:${name}` : name;
