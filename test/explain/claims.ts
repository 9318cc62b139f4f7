// What a cause says of the kernel, asked again of the kernel: it is so there, by a way that `explain` does not take.

import type { Broken, What } from "../../harness/explain/index.ts";
import type { KernelNode } from "../../harness/kernel/node.ts";
import { isIn } from "../../harness/kernel/prefix.ts";
import { runIn } from "../../harness/kernel/run-in.ts";

type Facts = Record<string, string>;
type Claim = (node: KernelNode, facts: Facts, all: readonly KernelNode[]) => boolean;

const link = (node: KernelNode, name = "") => node.link(name).value;
const owns = (node: KernelNode | undefined, address = ""): boolean =>
  node?.addresses().value.some(({ local }) => local === address) === true;
const owners = (all: readonly KernelNode[], address = "") => all.filter((node) => owns(node, address));
const isRoute = (node: KernelNode, dst = "", gateway?: string): boolean =>
  node
    .routes("all")
    .value.some(
      (route) =>
        (route.dst === "default" || isIn(dst, route.dst)) && (gateway === undefined || route.gateway === gateway),
    );
const setting = (node: KernelNode, key = ""): string | undefined => node.sysctl(key).value;
const settings = (node: KernelNode, key: string, ifname = ""): (string | undefined)[] =>
  ["all", ifname].map((name) => setting(node, `net.ipv4.conf.${name}.${key}`));
const slave = (node: KernelNode, name = ""): Facts => (link(node, name)?.linkinfo?.info_slave_data ?? {}) as Facts;

/** Every rule of the node, as each of its tools prints them; asked once: each is a process. */
function ruleTexts(node: KernelNode): string {
  const known = texts.get(node) ?? readRules(node);
  texts.set(node, known);
  return known;
}

const texts = new WeakMap<KernelNode, string>();

function readRules(node: KernelNode): string {
  const nft = runIn(node.netns, ["nft", "list", "ruleset"]).replace(/counter packets \d+ bytes \d+/g, "counter");
  const ofBridges = nft.includes("table bridge filter") ? runIn(node.netns, ["ebtables-nft-save"]) : "";
  // a rule's words are told without the quotes that iptables-save gives some of them
  return [nft, node.iptablesSave("inet").value.text, ofBridges]
    .flatMap((text) => [text, text.replaceAll('"', "")])
    .join("\n");
}

const filtered: Claim = (node, { rule = "", chain = "" }) => {
  const text = ruleTexts(node);
  const isPolicy = rule === "policy drop" && /policy drop|:\S+ DROP/.test(text);
  return isPolicy || ((text.includes(chain) || rule.includes(chain)) && (rule === "" || text.includes(rule)));
};

const noRoute: Claim = (node, { dst = "", refusal }) =>
  refusal
    ? [...node.routes("all").value, ...node.rules().value].some((one) => Object.values(one).includes(refusal))
    : "error" in (node.routeTo(dst).value ?? { error: "" }) || !isRoute(node, dst);

const isShorter: Claim = (node, { link: name, mtu, bytes }) => {
  const own = link(node, name)?.mtu;
  return own !== undefined && String(own) === mtu && Number(bytes) > own;
};

const claims: Partial<Record<What, Claim>> = {
  "no-route": noRoute,
  "no-return-route": noRoute,
  "wrong-route": (node, { dst, link: name, right }) =>
    node.routes("all").value.some(({ dev }) => dev === name) && isRoute(node, dst) && link(node, right) !== undefined,
  "tc-drops": (node, facts) => link(node, facts.link)?.qdisc === facts.rule?.split(" ")[1],
  xfrm: (node, { src, policy = "" }) =>
    policy.includes(" action block ") && runIn(node.netns, ["ip", "xfrm", "policy"]).includes(src?.split(".")[0] ?? ""),
  "rp-filter": (node, { src = "", link = "", back }) => {
    const { value } = node.routeTo(src);
    const dev = value && !("error" in value) ? (value.dev ?? "") : "";
    return dev === back && dev !== link && settings(node, "rp_filter", link).some((value) => value !== "0");
  },
  "not-forwarding": (node, facts) => setting(node, facts.setting) === "0",
  "not-a-router": (node, { dst, gateway, other, setting: key }, all) => {
    const router = all.find(({ name }) => name === other);
    return isRoute(node, dst, gateway) && owns(router, gateway) && setting(router!, key) === "0";
  },
  "link-down": (node, facts) => link(node, facts.link)?.flags.includes("UP") === false,
  "no-carrier": (node, facts) => link(node, facts.link)?.flags.includes("LOWER_UP") === false,
  "not-a-port": (node, facts) => {
    const found = link(node, facts.link);
    return (
      found !== undefined && !found.master && node.addresses(facts.link).value.every(({ family }) => family !== "inet")
    );
  },
  "other-bridge": (node, { link: one, bridge, other, otherBridge }) =>
    [link(node, one)?.master, one].includes(bridge) && [link(node, other)?.master, other].includes(otherBridge),
  "not-on-link": (_, { address, owner }, all) => owners(all, address).some(({ name }) => name === owner),
  "port-blocked": (node, { link: name, state }) => slave(node, name).state === state && state !== "forwarding",
  isolated: (node, { link: one, other }) => [one, other].every((name) => String(slave(node, name).isolated) === "true"),
  "port-locked": (node, { link: name, mac }) =>
    String(slave(node, name).locked) === "true" &&
    !(node.fdb().value ?? []).some(
      (entry) => entry.mac === mac && entry.ifname === name && entry.state !== "permanent",
    ),
  "no-flood": (node, { link: name, setting = "" }) => {
    const [key = "", value] = setting.split(" ");
    return String(slave(node, name)[key]) === String(value === "on");
  },
  "wrong-fdb": (node, { mac, link: name }) =>
    (node.fdb().value ?? []).some((entry) => entry.mac === mac && entry.ifname === name),
  "fdb-lacks-own": (node, { mac, link: name }) =>
    link(node, name)?.address === mac &&
    !(node.fdb(name).value ?? []).some(({ mac: one, state, master }) => one === mac && state === "permanent" && master),
  "wrong-neighbour": (node, { address, mac, link: name }) =>
    node.neighbours(name, true).value.some(({ dst, lladdr }) => dst === address && lladdr === mac),
  "other-mac": (node, { address, mac, link: name, owner, right }, all) =>
    node.neighbours(name, true).value.some(({ dst, lladdr }) => dst === address && lladdr === mac) &&
    mac !== right &&
    owners(all, address).some((one) => one.name === owner && one.links().value.some((own) => own.address === right)),
  "mac-for-all": (node, { address, mac, link: name }) =>
    node.neighbours(name, true).value.some(({ dst, lladdr }) => dst === address && lladdr === mac),
  "arp-off": (node, facts) => link(node, facts.link)?.flags.includes("NOARP") === true,
  "no-arp-answer": (node, { link: name, address, setting: key = "", value }) =>
    owns(node, address) && settings(node, key, name).includes(value),
  "address-on-port": (node, { link: name, bridge }) =>
    link(node, name)?.master === bridge && node.addresses(name).value.some(({ family }) => family === "inet"),
  "no-known-address": (node, { address, link: name }, all) =>
    link(node, name) !== undefined && owners(all, address).length === 0,
  "no-such-address": (node, { address, link: name }, all) =>
    (name ? isRoute(node, address) && owners(all, address).length === 0 : !owns(node, address)) &&
    (name !== undefined || owners(all, address).length === 0),
  "duplicate-address": (node, { address, other }, all) =>
    owns(node, address) &&
    (!other ||
      owns(
        all.find(({ name }) => name === other),
        address,
      )),
  "duplicate-mac": (node, { mac, link: name, other, otherLink }, all) => {
    const second = all.find(({ name }) => name === other);
    return link(node, name)?.address === mac && second !== undefined && link(second, otherLink)?.address === mac;
  },
  filtered,
  "maybe-filtered": filtered,
  nat: (node, { rule = "" }) => ruleTexts(node).includes(rule),
  "led-away": (node, { rule = "", to = "", other }, all) =>
    ruleTexts(node).includes(rule) && owners(all, to.split(":")[0]).some(({ name }) => name === other),
  "too-long": isShorter,
  "unheard-mtu": isShorter,
  "echo-ignored": (node) => setting(node, "net.ipv4.icmp_echo_ignore_all") === "1",
  "past-nat": (_, { src, address }, all) => owners(all, src).length > 0 && src !== address,
  martian: (node, { src = "", link: name }) => src.startsWith("127.") && link(node, name) !== undefined,
  "no-route-localnet": (node, { setting: key }) => setting(node, key) === "0",
  "no-listener": (node, { port }) =>
    !runIn(node.netns, ["ss", "-Hltn", "sport", "=", `:${port}`]).includes(`0.0.0.0:${port}`),
  loop: (node, { dst }) => isRoute(node, dst),
};

/** Undefined where the kernel bears out what the cause says, else what is wrong. */
export function isBorneOut(all: readonly KernelNode[], { node: name, what, facts }: Broken): string | undefined {
  const node = all.find((one) => one.name === name);
  if (!node) return `there is no node "${name}"`;
  const claim = claims[what];
  if (!claim) return `nobody knows how to hold "${what}" against the kernel`;
  return claim(node, facts, all) ? undefined : `the kernel of ${name} does not say so (${JSON.stringify(facts)})`;
}
