// Sends one ping in the world that this process runs in, and shows its way through the rules: trace.ts SRC DST

import { isIPv4 } from "node:net";
import { Mistake, mainly } from "../ground/error.ts";
import { ifnames } from "../kernel/ifname.ts";
import type { KernelNode } from "../kernel/node.ts";
import { isAnswered } from "../probe/ping.ts";
import { languageOf } from "../text/language.ts";
import { placesOf } from "../trace/hooks.ts";
import { isEchoOf } from "../trace/packet.ts";
import { drawPath, stations } from "../trace/path.ts";
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
  },
  zh: {
    none: "没有规则跟踪这个 ping。请在它经过的节点上执行：",
    lost: "没有收到应答：最后一行是跟踪到的最后位置。",
    unseen: "没有收到应答。",
  },
};

await mainly(async () => {
  const say = words[languageOf()];
  const { nodes } = openOwnWorld();
  const [source = "", destination = ""] = process.argv.slice(2);
  const { from, address } = endsOf(nodes, source, destination);
  if (!isIPv4(address)) throw new Mistake(`Cannot trace a ping to "${destination}": only IPv4 is traced`);
  const watches = await Promise.all(nodes.map(async (node) => ({ node, watching: await watch(node) })));
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const { value: answer } = await isAnswered(from, address, { nonce });
  const drawings = watches.flatMap(({ node, watching }) => {
    const own = watching.drain().filter(({ packet }) => packet.sequence === 1 && isEchoOf(packet, nonce));
    watching.close();
    return own.length ? drawn(node, own) : [];
  });
  if (drawings.length === 0) {
    const rules = ["PREROUTING", "OUTPUT"].map((chain) => `iptables -t raw -A ${chain} -p icmp -j TRACE\n`);
    process.stdout.write(`${answer === "unanswered" ? `${say.unseen}\n` : ""}${say.none}\n${rules.join("")}`);
    return 1;
  }
  process.stdout.write(drawings.join("\n"));
  if (answer === "unanswered") process.stdout.write(`\n${say.lost}\n`);
  return answer === "unanswered" ? 1 : 0;
});

/** The request's way and the reply's on one node. */
function drawn(node: KernelNode, records: TraceRecord[]): string[] {
  const legacy = node
    .iptablesSave()
    .value.chains.filter(({ backend, family }) => backend === "legacy" && family === "inet");
  const reading = {
    placeOf: placesOf(node),
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
    return found.length ? [drawPath(node.name, found)] : [];
  });
}
