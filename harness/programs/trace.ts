// Sends one ping in the world that this process runs in, and shows its way through the rules: trace.ts SRC DST HIDDEN [FORMAT]

import { explain, viewOf, type Way } from "../explain/index.ts";
import { sentence } from "../explain/words.ts";
import { type Hidden, isHiddenWalk, tellsReasons } from "../graph/hidden.ts";
import { Mistake, mainly } from "../ground/error.ts";
import { isIPv4 } from "../ground/ip.ts";
import { ifnames } from "../kernel/ifname.ts";
import type { KernelNode } from "../kernel/node.ts";
import { writeStdout } from "../kernel/stdout.ts";
import { type Ping, ping } from "../probe/ping.ts";
import { type Language, languageOf } from "../text/language.ts";
import { columns } from "../text/style.ts";
import { wrap } from "../text/wrap.ts";
import { placesOf } from "../trace/hooks.ts";
import { isEchoOf } from "../trace/packet.ts";
import { drawPath, stations } from "../trace/path.ts";
import { type TracedPath, traceSvg } from "../trace/picture.ts";
import type { TraceRecord } from "../trace/record.ts";
import { rulesOf } from "../trace/rules.ts";
import { watch } from "../trace/watch.ts";
import { endsOf } from "../world/ends.ts";
import { openOwnWorld } from "../world/nodes.ts";

const words = {
  en: {
    none: "No rule traces this ping. On the node that it passes:",
    lost: "No reply came: the last line says how far the trace saw it.",
    unseen: "No reply came.",
    why: (sentence: string) => `Why: ${sentence}`,
  },
  zh: {
    none: "没有规则跟踪这个 ping。请在它经过的节点上执行：",
    lost: "没有收到应答：最后一行是跟踪到的最后位置。",
    unseen: "没有收到应答。",
    why: (sentence: string) => `原因：${sentence}`,
  },
};

await mainly(async () => {
  const language = languageOf();
  const say = words[language];
  const { nodes } = openOwnWorld();
  const [source = "", destination = "", asked = "{}", format = "text"] = process.argv.slice(2);
  const { from, to, address } = endsOf(nodes, source, destination);
  if (!isIPv4(address)) throw new Mistake(`Cannot trace a ping to "${destination}": only IPv4 is traced`);
  const watches = await Promise.all(nodes.map(async (node) => ({ node, watching: await watch(node) })));
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const { value: answer } = await ping(from, to, address, { nonce });
  const hidden: Hidden = JSON.parse(asked);
  const tells = tellsReasons(hidden) && !isHiddenWalk(hidden, [from.name, to?.name], address);
  const why =
    answer.reply === "lost" && to && tells ? whyOf(nodes, { from, to, address }, answer.request, language) : "";
  const paths = watches.flatMap(({ node, watching }) => {
    const own = watching.drain().filter(({ packet }) => packet.sequence === 1 && isEchoOf(packet, nonce));
    watching.close();
    return own.length ? pathsOf(node, own) : [];
  });
  if (paths.length === 0) {
    const rules = ["PREROUTING", "OUTPUT"].map((chain) => `iptables -t raw -A ${chain} -p icmp -j TRACE\n`);
    writeStdout(`${answer.reply === "lost" ? `${say.unseen}\n${why}` : ""}${say.none}\n${rules.join("")}`);
    return 1;
  }
  if (format === "json") writeStdout(`${JSON.stringify({ schema: 1, answered: answer.reply !== "lost", paths })}\n`);
  else if (format === "svg") writeStdout(traceSvg(paths, `${source} → ${destination}`));
  else writeStdout(paths.map(({ node, stations }) => drawPath(node, stations)).join("\n"));
  if (format !== "text") return answer.reply === "lost" ? 1 : 0;
  if (answer.reply === "lost") writeStdout(`\n${say.lost}\n${why}`);
  return answer.reply === "lost" ? 1 : 0;
});

/** What the tables say of the leg that got lost, a line of its own; empty where they say nothing. */
function whyOf(nodes: readonly KernelNode[], way: Way, request: Ping["request"], language: Language): string {
  const broken = explain(viewOf(nodes), way, request === "arrived" ? "reply" : "request");
  const told = sentence(broken, language);
  return told ? `${wrap(words[language].why(told), columns(), "  ")}\n` : "";
}

/** The request's way and the reply's on one node. */
function pathsOf(node: KernelNode, records: TraceRecord[]): TracedPath[] {
  const legacy = node
    .iptablesSave()
    .value.chains.filter(({ backend, family }) => backend === "legacy" && family === "inet");
  const reading = {
    placeOf: placesOf(node.nft().value),
    ruleOf: rulesOf(node),
    ifname: ifnames(node.netlink),
    policyOf: ({ table, chain }: TraceRecord) =>
      legacy.find((candidate) => candidate.table === table && candidate.chain === chain)?.policy,
  };
  return (["request", "reply"] as const).flatMap((kind) => {
    const found = stations(
      records.filter(({ packet }) => packet.kind === kind),
      reading,
    );
    return found.length ? [{ node: node.name, stations: found }] : [];
  });
}
