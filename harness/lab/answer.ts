import { Mistake } from "../ground/error.ts";
import { nearest } from "../ground/nearest.ts";
import { quote } from "../ground/quote.ts";
import { languageOf } from "../text/language.ts";
import { bold } from "../text/style.ts";
import { entering, insideEnvironment, nodesOf, runOn } from "../world/enter.ts";
import type { World } from "../world/world.ts";
import { answerQuestion, none } from "./answer-question.ts";
import { exerciseOf } from "./own-exercise.ts";
import { addToRecord } from "./record.ts";
import { requireUp } from "./status.ts";
import type { EveryFlag } from "./verb.ts";

type HostLink = { ifname: string; ifalias?: string };

/**
 * Notes which node a link of the host belongs to, as that link's alias in the kernel: an answer given by hand counts the
 * same. It never says whether the answer is right. Without words: the answers so far.
 */
export async function answer(lab: string, words: string[], flags: EveryFlag): Promise<number> {
  const world = requireUp(lab, flags);
  const questions = world.exercise ? (await exerciseOf(lab, world.student?.id))?.questions : undefined;
  if (questions?.length) return answerQuestion({ lab, world, questions, words, lang: flags.lang });
  const nodes = nodesOf(world).filter((node) => node !== "host");
  const links = linksOfHost(world);
  const [node, ifname, more] = words;
  if (more !== undefined) throw new Mistake(`Too many words: "${more}"`, `bun labs/${lab}.ts answer [NODE LINK]`);
  if (node === undefined) {
    for (const each of nodes) {
      const own = links.filter(({ ifalias }) => ifalias === each).map((link) => link.ifname);
      console.log(`${each}: ${own.join(", ") || none[languageOf(flags.lang)]}`);
    }
    return 0;
  }
  const link = known(lab, node, ifname, nodes, links);
  const earlier = links.filter(({ ifalias, ifname: other }) => ifalias === node && other !== link);
  for (const [name, alias] of [...earlier.map((other) => [other.ifname, ""] as const), [link, node] as const]) {
    const command = ["ip", "link", "set", name, "alias", alias];
    console.log(bold(`$ ${command.map(quote).join(" ")}`));
    const status = await runOn(world, "host", command);
    if (status !== 0) return status; // ip has said why
    addToRecord(lab, command.map(quote).join(" ")); // it belongs to what is handed in
  }
  return 0;
}

/** The link's name, where node and link are there. */
function known(lab: string, node: string, link: string | undefined, nodes: string[], links: HostLink[]): string {
  const call = `bun labs/${lab}.ts answer`;
  const isLink = (name: string | undefined) => links.some(({ ifname }) => ifname === name);
  if (link === undefined) {
    if (isLink(node)) throw new Mistake(`Cannot answer without a node: "${node}" is a link`, `${call} NODE ${node}`);
    throw new Mistake(`Cannot answer without a link: which one belongs to "${node}"?`, `${call} ${node} LINK`);
  }
  if (isLink(node) && nodes.includes(link) && !nodes.includes(node))
    throw new Mistake(`Node and link are swapped: "${node}" is a link, "${link}" a node`, `${call} ${link} ${node}`);
  if (node === "host")
    throw new Mistake(`Cannot answer with "host": name the node at the other end of the link`, `${call} NODE ${link}`);
  if (!nodes.includes(node))
    throw new Mistake(
      `Cannot find the node "${node}"; the nodes are: ${nodes.join(", ")}`,
      `${call} ${nearest(node, nodes) ?? "NODE"} ${link}`,
    );
  if (isLink(link)) return link;
  const short = link.replace(/[@:].*/, ""); // as `ip link` shows it: veth3f2a1c9@if2:
  if (isLink(short)) throw new Mistake(`The name of the link "${link}" is only "${short}"`, `${call} ${node} ${short}`);
  const names = links.map(({ ifname }) => ifname).join(", ");
  throw new Mistake(
    `Cannot find the link "${link}" on the host; its links are: ${names}`,
    `bun labs/${lab}.ts exec host -- ip link`,
  );
}

function linksOfHost(world: World): HostLink[] {
  const ip = Bun.spawnSync([...entering(world), "ip", "-j", "link"], { env: insideEnvironment() });
  if (!ip.success) throw new Mistake(`Cannot read the links of the host: ${ip.stderr.toString().trim()}`);
  return JSON.parse(ip.stdout.toString().replace(/\p{Cc}/gu, " ")); // ip leaves an alias's control characters as they are
}
