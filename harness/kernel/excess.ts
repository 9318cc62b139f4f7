// What a world may have, and still be read in a moment. The limits hold for sandboxes, which strangers fill; a machine may
// have a full routing table.

/**
 * The most of each kind in all of a world, and the command that shows them. Some 1,200 containers on a bridge, with all that
 * comes with them, fit.
 */
export const most = {
  "network namespaces": [2_000, "ip netns"],
  links: [10_000, "ip link"],
  addresses: [25_000, "ip address"],
  routes: [50_000, "ip route show table all"],
  "policy rules": [20_000, "ip rule"],
  neighbours: [50_000, "ip neigh"],
  "FDB entries": [50_000, "bridge fdb"],
  "listening sockets": [20_000, "ss -ltun"],
  "TCP connections": [20_000, "ss -tn"],
  "queueing disciplines": [20_000, "tc qdisc"],
  "nf_tables tables": [1_000, "nft list tables"],
  "nf_tables chains": [5_000, "nft list chains"],
  "nf_tables rules": [20_000, "nft list ruleset"],
  "nf_tables sets": [1_000, "nft list sets"],
  "set elements": [20_000, "nft list ruleset"],
  "networks in CNI's books": [500, "ls /var/lib/cni/networks"],
  "leases in CNI's books": [5_000, "ls /var/lib/cni/networks/*"],
} as const;

export type Kind = keyof typeof most;

/** Of one answer of the kernel's, and of what a tool prints about one network namespace. */
export const bytesOfDump = 64_000_000;
export const bytesOfOutput = 16_000_000;

/** There is more in the world than a lab could need: whoever made it is told so, and nothing of it is judged. */
export class Excess extends Error {
  override name = "Excess";
  /** "at most 2,000 network namespaces" */
  readonly expected: string;

  constructor(
    what: string,
    limit: number,
    /** The command that shows it. */
    readonly seen: string,
  ) {
    super(`This world has more than ${limit.toLocaleString("en")} ${what}`);
    this.expected = `at most ${limit.toLocaleString("en")} ${what}`;
  }
}

/** Throws where there are more than there may be. */
export function limit(kind: Kind, count: number): void {
  const [limit, seen] = most[kind];
  if (count > limit) throw new Excess(kind, limit, seen);
}
