import type { DrawnNode } from "../../harness/graph/world.ts";
import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup } from "../../harness/text/markup.ts";
import type { Known } from "./live.ts";
import { words } from "./words.ts";

/** Whether the lab is up, and what each node has, for whoever wants it in words. */
export function statePart({ entry, nodes, hidden }: Known, language: Language): Markup {
  const say = words[language];
  const what = entry ? (entry.kind === "machine" ? "machine" : entry.exercise ? "exercise" : "lab") : "none";
  const named = nodes.map(({ name }) => name).filter((name) => !/\s/.test(name)); // a process is no name to enter by
  const notice =
    what === "none" ? say.down : what === "machine" ? say.machine : entry?.complete === false ? say.building : "";
  return markup`<div data-up="${what}" data-nodes="${named.join(" ")}" data-student="${entry?.student?.id ?? ""}">${notice && markup`<p>${notice}</p>`}${hidden.walks !== undefined && markup`<p class="note">${say.hidden}</p>`}
${
  nodes.length > 0 &&
  markup`<details><summary>${say.details}</summary>
${nodes.map(table)}</details>`
}</div>`;
}

const table = ({ name, links, routes, rules, forwards }: DrawnNode): Markup => markup`<table><caption>${name}</caption>
${links.map(
  ({ ifindex, ifname, addresses, master, isUp, mac }) =>
    markup`<tr><td>${ifindex}</td><th scope="row">${ifname}</th><td>${addresses.join(" ")}</td><td>${isUp ? "UP" : "DOWN"}</td><td>${master ?? ""}</td><td>${mac ?? ""}</td></tr>
`,
)}${[...(forwards ? ["forwarding on"] : []), ...routes, ...rules].map(
  (line) => markup`<tr><td colspan="6">${line}</td></tr>
`,
)}</table>
`;
