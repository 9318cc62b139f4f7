import { many } from "../../harness/graph/fold.ts";
import type { DrawnNode } from "../../harness/graph/world.ts";
import type { Language } from "../../harness/text/language.ts";
import { type Markup, markup, raw } from "../../harness/text/markup.ts";
import type { Known } from "./live.ts";
import { words } from "./words.ts";

/** Whether the lab is up, and what each node has, for whoever wants it in words. */
export function statePart(known: Known, language: Language): Markup {
  const { entry, nodes, hidden } = known;
  const say = words[language];
  const what = entry ? (entry.kind === "machine" ? "machine" : entry.exercise ? "exercise" : "lab") : "none";
  const named = nodes.map(({ name }) => name).filter((name) => !/\s/.test(name)); // a process is no name to enter by
  const notice =
    what === "none" ? say.down : what === "machine" ? say.machine : entry?.complete === false ? say.building : "";
  return markup`<div data-up="${what}" data-nodes="${named.join(" ")}" data-student="${entry?.student?.id ?? ""}">${notice && markup`<p>${notice}</p>`}${hidden.walks !== undefined && markup`<p class="note">${say.hidden}</p>`}
${nodes.length > 0 && markup`<h3>${say.details}</h3>\n${nodes.slice(0, many).map((node) => nodePart(node, known))}`}</div>`;
}

/** A node's links, then its tables, each below the command that shows it. What is new since the last change is marked. */
function nodePart({ name, links }: DrawnNode, { tables, tablesBefore }: Known): Markup {
  const shown = (tables[name] ?? []).map(({ command, lines }) => {
    const before = tablesBefore?.[name]?.find((table) => table.command === command)?.lines;
    return { command, lines: lines.map((text) => ({ text, isNew: before !== undefined && !before.includes(text) })) };
  });
  const isNew = shown.some(({ lines }) => lines.some((line) => line.isNew));
  return markup`<details data-fold="${name}"><summary${isNew && raw(' class="changed"')}>${name}</summary>
<table tabindex="0">
${links.map(
  ({ ifindex, ifname, addresses, master, isUp, mac }) =>
    markup`<tr><td>${ifindex}</td><th scope="row">${ifname}</th><td>${addresses.join(" ")}</td><td>${isUp ? "UP" : "DOWN"}</td><td>${master ?? ""}</td><td>${mac ?? ""}</td></tr>
`,
)}</table>
${shown.map(
  ({ command, lines }) => markup`<pre tabindex="0"><span class="prompt">$ ${command}</span>
${lines.map(({ text, isNew }) => (isNew ? markup`<mark>${text}</mark>\n` : markup`${text}\n`))}</pre>
`,
)}</details>
`;
}
