import type { Fact } from "../kernel/facts.ts";
import type { KernelNode } from "../kernel/node.ts";
import { runIn } from "../kernel/run-in.ts";
import { http } from "./tcp.ts";

/**
 * What becomes of a connection from the node to a TCP port of the host's address on which nobody ought to answer. Where the
 * host leads it elsewhere, its connection tracking says so, also when nobody is there: a filter that only drops is no answer.
 */
export async function unanswered(
  from: KernelNode,
  host: KernelNode,
  address: string,
  port: number,
): Promise<Fact<string>> {
  const ownPort = String(49152 + Math.floor(Math.random() * 16384)); // RFC 6335: dynamic ports
  const { value, seen } = await http(from, `http://${address}:${port}`, ["--local-port", ownPort]);
  const reason = "reason" in value ? value.reason : "";
  if (reason.includes("(45)")) throw new Error(`Cannot ask from port ${ownPort} of the node "${from.name}": ${reason}`);
  const isRefused = /to connect|connect to|\(28\) Connection timed out/.test(reason);
  if (!isRefused) return { value: "somebody answers", seen };
  const flags = ["-p", "tcp", "--orig-port-src", ownPort, "--orig-port-dst", String(port)];
  const entry = runIn(host.netns, ["conntrack", "-L", ...flags]); // src=… dst=… of what was sent, then of the reply
  const replier = [...entry.matchAll(/\bsrc=(\S+)/g)][1]?.[1];
  return { value: replier && replier !== address ? `led on to ${replier}` : "nobody", seen };
}
