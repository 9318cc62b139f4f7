import { type Address, addresses } from "./address.ts";
import { openAliases } from "./aliases.ts";
import { hex } from "./attribute.ts";
import { defaultRoute } from "./default-route.ts";
import { type About, type Fact, on } from "./facts.ts";
import { type FdbEntry, fdb } from "./fdb.ts";
import { AF_INET, AF_INET6 } from "./inet.ts";
import { type Link, links } from "./link.ts";
import { type Neighbour, neighbours } from "./neighbour.ts";
import { iptablesSave, type Nftables, nftRuleset } from "./netfilter.ts";
import { NETLINK_SOCK_DIAG, type Netlink, openNetlink } from "./netlink.ts";
import { type Netns, type OpenOptions, openNetns } from "./netns.ts";
import { isJoined, peer } from "./peer.ts";
import { type Route, routes } from "./route.ts";
import { type NoRoute, type RouteToOptions, routeTo, type Selectors } from "./route-to.ts";
import { type Rule, rules } from "./rule.ts";
import { type Connection, connections, type ListeningSocket, listening } from "./socket.ts";
import { sysctl } from "./sysctl.ts";

export type NodeOptions = OpenOptions & {
  /** "host", "docker1" … */
  name: string;
  /** The network namespace; see `openNetns`. */
  path: string;
  /** Of a world's host: the folder in /proc of a process that has the world's files, processes and users around it. */
  member?: string;
  /** The words that make a command run on the node: by default none for "host", else `ip netns exec NAME`. */
  entering?: string[];
};

type Family = Address["family"];

/** Opens a node of a world for reading; its network namespace may be open already. The caller closes it. */
export function openNode(options: NodeOptions, netns: Netns = openNetns(options.path, options)): KernelNode {
  try {
    return new KernelNode(options, netns, openNetlink(netns));
  } catch (error) {
    netns.close();
    throw error;
  }
}

/** A node as the kernel has it now: each method reads anew, and throws where the fact cannot be found out. */
export class KernelNode {
  readonly name: string;
  readonly member: string | undefined;
  readonly #seen: (command: string) => string;
  readonly #aliases = openAliases();
  #diag: Netlink | undefined;

  constructor(
    { name, member, entering = name === "host" ? [] : ["ip", "netns", "exec", name] }: NodeOptions,
    readonly netns: Netns,
    readonly netlink: Netlink,
  ) {
    this.name = name;
    this.member = member;
    this.#seen = on(entering);
  }

  /** The identity of its network namespace: nodes with the same inode share one stack. */
  get inode(): number {
    return this.netns.inode;
  }

  /** Where the files of its world are seen from here. */
  get files(): string {
    return `${this.member ?? "/proc/self"}/root`;
  }

  /** A fact of this node: `command` is what a person types on it; `at`: on which link or by which route it was looked for. */
  fact<T>(value: T, command: string, at?: Omit<About, "node">): Fact<T> {
    const own = { value: this.#aliases.renamed(value), seen: this.#seen(command) };
    return at ? { ...own, about: { node: this.name, ...at } } : own;
  }

  links(): Fact<Link[]> {
    return this.fact(links(this.netlink), "ip -d link");
  }

  /** By its name or another one that it has; undefined where there is no such link. */
  link(ifname: string): Fact<Link | undefined> {
    return this.fact(this.#link(ifname), `ip -d link show ${ifname}`, { link: ifname });
  }

  /** The links that are plugged into the bridge; undefined where there is no such link. */
  ports(bridge: string): Fact<Link[] | undefined> {
    const all = links(this.netlink);
    const own = this.#aliases.linkOf(bridge, all);
    const ports = own && all.filter((link) => link.master === own.ifname);
    return this.fact(ports, `ip -d link show master ${bridge}`, { link: bridge });
  }

  /** The other end of a veth pair, on this node or one of `others`; undefined where there is none. */
  peerOf(ifname: string, others: readonly KernelNode[]): Fact<{ node: KernelNode; link: Link } | undefined> {
    const command = `ip link show ${ifname}`;
    const own = this.#link(ifname);
    const other = own && peer<KernelNode>(own, this, others);
    if (!other) return this.fact(undefined, command);
    const node = other.place;
    const link = node.#aliases.renamed(other.link);
    return { value: { node, link }, seen: `${this.#seen(command)}; ${node.#seen(`ip link show ${link.ifname}`)}` };
  }

  /** The links that are joined to another node: cables, and those on top of a link there (macvlan, ipvlan, VXLAN). */
  linksTo(other: KernelNode): Fact<Link[]> {
    const { value, seen } = this.links();
    return { value: value.filter((link) => isJoined(link, this, other)), seen };
  }

  addresses(ifname?: string): Fact<Address[]> {
    const all = addresses(this.netlink);
    if (ifname === undefined) return this.fact(all, "ip address");
    const name = this.#own(ifname);
    const own = all.filter((address) => address.ifname === name);
    return this.fact(own, `ip address show ${ifname}`, { link: ifname });
  }

  /** One table's routes ("main", "local", "100" …), or with "all" those of every table. */
  routes(table = "main", family: Family = "inet"): Fact<Route[]> {
    const own = routes(this.netlink, family === "inet" ? AF_INET : AF_INET6);
    const value = table === "all" ? own : own.filter((route) => route.table === table);
    return this.fact(
      value,
      `ip${family === "inet" ? "" : " -6"} route${table === "main" ? "" : ` show table ${table}`}`,
    );
  }

  /**
   * How the kernel would send a packet to the address; `iif` is the name of the link that the packet came in by (it is
   * being forwarded). For "default": the route that the kernel takes for what no narrower one knows, or undefined.
   */
  routeTo(
    destination: string,
    { from, iif, mark, ...flow }: Omit<RouteToOptions, "iif" | "oif" | "isOfTable"> & { iif?: string } = {},
  ): Fact<Route | NoRoute | undefined> {
    if (destination === "default") return this.#defaultRoute();
    const options: RouteToOptions = { ...flow };
    if (from !== undefined) options.from = from;
    if (iif !== undefined) options.iif = this.#ifindex(iif);
    if (mark) options.mark = mark;
    const asked = { from, iif, ...flow, mark: mark && hex(mark), tos: flow.tos && hex(flow.tos) };
    const selectors = Object.entries(asked)
      .map(([key, value]) => (value ? ` ${key} ${value}` : ""))
      .join("");
    const value = routeTo(this.netlink, destination, options);
    return this.fact(value, `ip route get ${destination}${selectors}`, { route: destination });
  }

  /** The route, as it stands in its table, that the kernel takes for the address (for such packets); undefined where it sends nothing there. */
  routeTaken(address: string, selectors: Selectors = {}): Route | undefined {
    const found = routeTo(this.netlink, address, { isOfTable: true, ...selectors });
    return "error" in found ? undefined : found;
  }

  rules(family: Family = "inet"): Fact<Rule[]> {
    const own = rules(this.netlink, family === "inet" ? AF_INET : AF_INET6);
    return this.fact(own, family === "inet" ? "ip rule" : "ip -6 rule");
  }

  /** `isAll`: also those that need no resolution (NOARP). */
  neighbours(ifname?: string, isAll = false): Fact<Neighbour[]> {
    const all = neighbours(this.netlink, isAll);
    if (ifname === undefined) return this.fact(all, "ip neigh");
    const name = this.#own(ifname);
    const own = all.filter((neighbour) => neighbour.dev === name);
    return this.fact(own, `ip neigh show dev ${ifname}${isAll ? " nud all" : ""}`);
  }

  /** With a bridge's name: its own entries and its ports'; undefined where there is no such link. */
  fdb(bridge?: string): Fact<FdbEntry[] | undefined> {
    if (bridge === undefined) return this.fact(fdb(this.netlink), "bridge fdb");
    const link = this.#link(bridge);
    return this.fact(link && fdb(this.netlink, link.ifindex), `bridge fdb show br ${bridge}`);
  }

  /** The setting's text, e.g. "1"; undefined where there is no such setting. */
  sysctl(key: string): Fact<string | undefined> {
    const own = key.replace(/(?<=\.(?:conf|neigh)\.)[^.]+/, (name) => this.#aliases.own(name));
    return this.fact(sysctl(this.netns, own), `sysctl ${key}`);
  }

  /** The TCP and UDP sockets that wait for peers. */
  listening(): Fact<ListeningSocket[]> {
    return this.fact(listening(this.#sockets()), "ss -ltun");
  }

  /** The TCP connections that came to a port. */
  connections(port: number): Fact<Connection[]> {
    return this.fact(connections(this.#sockets(), port), `ss -tn sport = :${port}`);
  }

  /** The chains of iptables and ip6tables, nf_tables and legacy, with the text. */
  iptablesSave(only?: "inet" | "inet6"): Fact<ReturnType<typeof iptablesSave>> {
    return this.fact(iptablesSave(this.netns, only), "iptables-save");
  }

  /** The whole ruleset of nf_tables. */
  nft(): Fact<Nftables> {
    return this.fact(nftRuleset(this.netns), "nft list ruleset");
  }

  close(): void {
    this.#diag?.close();
    this.netlink.close();
    this.netns.close();
  }

  /** In a report, the node's name stands for it. */
  toJSON(): string {
    return this.name;
  }

  #sockets(): Netlink {
    this.#diag ??= openNetlink(this.netns, NETLINK_SOCK_DIAG);
    return this.#diag;
  }

  #link(ifname: string): Link | undefined {
    return this.#aliases.linkOf(ifname, links(this.netlink));
  }

  /** The own name of a link that may have been asked for by another. */
  #own(ifname: string): string {
    return this.#link(ifname)?.ifname ?? ifname;
  }

  #ifindex(ifname: string): number {
    const link = this.#link(ifname);
    if (!link) throw new Error(`Cannot find the link "${ifname}" on the node "${this.name}"`);
    return link.ifindex;
  }

  #defaultRoute(): Fact<Route | undefined> {
    const value = defaultRoute((address) => this.routeTaken(address));
    return this.fact(value, "ip route show default", { route: "default" });
  }
}
