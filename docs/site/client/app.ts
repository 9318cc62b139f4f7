// The live part of a lab's page: events fill it, buttons ask the site for the lab's own verbs.

import { copyButtons } from "./copy.ts";
import { search } from "./search.ts";
import { showStory } from "./story.ts";

const { root = "", language = "en" } = document.documentElement.dataset;
const lab = document.querySelector<HTMLElement>(".lab")?.dataset.lab;
const at = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector);

search(async (language) => (await fetch(`${root}search/${language}.json`)).text());
if (lab) live(lab);
else copyButtons();

const post = (path: string, body: unknown) =>
  fetch(`${root}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });

type Done = { status: number; out: string; err: string };

function live(lab: string): void {
  const message = at("#message")!;
  const buttons = at(".buttons")!;
  const studentField = at<HTMLInputElement>("#student")!;
  const say = (text: string) => {
    message.textContent = text;
  };

  async function ask(verb: string, words: string[] = []): Promise<Done | undefined> {
    say(buttons.dataset.busy ?? "");
    try {
      const answer = await post("act", { lab, verb, words, language });
      const done: Done = await answer.json();
      say(done.status === 0 ? "" : done.err || done.out);
      return done;
    } catch (error) {
      say(String(error));
      return undefined;
    }
  }

  const events = new EventSource(`${root}events/${lab}?language=${language}`);
  for (const name of ["picture", "state", "asked", "checks"])
    events.addEventListener(name, (event) => {
      const place = at(`#${name}`)!;
      const edited = Array.from(place.querySelectorAll("input")).filter((each) => each.value !== each.defaultValue);
      const focused = document.activeElement?.getAttribute("name");
      const folds = Array.from(place.querySelectorAll<HTMLDetailsElement>("[data-fold]"));
      place.innerHTML = JSON.parse((event as MessageEvent<string>).data);
      for (const { dataset, open } of folds) {
        const now = place.querySelector<HTMLDetailsElement>(`[data-fold="${CSS.escape(dataset.fold ?? "")}"]`);
        if (now) now.open = open; // what somebody unfolded stays so
      }
      for (const { name, value } of edited) {
        const field = place.querySelector<HTMLInputElement>(`[name="${name}"]`);
        if (field) field.value = value; // what is being typed is nobody else's to change
      }
      if (focused) place.querySelector<HTMLElement>(`[name="${focused}"]`)?.focus();
      if (name === "state") stateChanged();
    });

  const nodesOf = () => at("#state > div")?.dataset.nodes?.split(" ").filter(Boolean) ?? [];
  function stateChanged(): void {
    const state = at("#state > div")?.dataset.up ?? "none";
    document.body.dataset.up = state;
    // what root has up on the machine is out of reach: the sentence in the state says so
    const controls = document.querySelectorAll<HTMLButtonElement>(
      ".buttons :is(button, input), #walk :is(button, input, select)",
    );
    for (const control of controls) control.disabled = state === "machine";
    const student = at("#state > div")?.dataset.student;
    if (student) studentField.value = student;
    const begin = at('[data-verb="exercise"]')!;
    begin.textContent = (state === "exercise" ? begin.dataset.again : begin.dataset.begin) ?? "";
    const nodes = nodesOf();
    for (const select of document.querySelectorAll<HTMLSelectElement>("#walk select")) {
      const before = select.value;
      select.replaceChildren(...nodes.map((node) => new Option(node, node, false, node === before)));
      if (!nodes.includes(before)) select.value = nodes[select.name === "from" ? 1 : 2] ?? nodes[0] ?? "";
    }
    void terminals().then(({ offer }) => offer(nodes));
  }

  const terminals = () => {
    loading ??= import("./terminal.ts").then(({ terminalsIn }) => terminalsIn(at("#terminals")!, lab, root));
    return loading;
  };
  let loading: Promise<ReturnType<typeof import("./terminal.ts").terminalsIn>> | undefined;

  buttons.addEventListener("click", async (event) => {
    const verb = (event.target as HTMLElement).closest("button")?.dataset.verb;
    if (!verb) return;
    const destroys = document.body.dataset.up !== "none" && ["up", "exercise", "down"].includes(verb);
    if (destroys && !confirm(buttons.dataset.sure)) return;
    if (verb === "save") return void save();
    const first = at("#checks .fail");
    if (verb === "hint" && first) {
      first.querySelector<HTMLElement>("[data-hint]")?.click();
      return first.scrollIntoView({ block: "nearest" });
    }
    const done = await ask(verb, verb === "exercise" ? [studentField.value.trim()] : []);
    if (verb === "hint" && done) say(done.out || done.err);
  });

  at("#checks")!.addEventListener("click", (event) => {
    const check = (event.target as HTMLElement).dataset.hint;
    if (check) void post(`hint/${lab}`, { words: [check] });
  });

  at("#asked")!.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const field of Array.from((event.target as HTMLFormElement).querySelectorAll("input"))) {
      const words = field.value.split(/[\s,;]+/).filter(Boolean);
      if (!words.length || field.value === field.defaultValue) continue;
      if ((await ask("answer", [field.name, ...words]))?.status !== 0) return;
      field.defaultValue = field.value;
    }
  });

  async function save(): Promise<void> {
    const answer = await fetch(`${root}save/${lab}`, { method: "POST" });
    if (!answer.ok) return say(await answer.text());
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = `${lab}.sh`;
    link.click();
  }

  at("#walk")!.addEventListener("submit", async (event) => {
    event.preventDefault();
    const [from = "", to = ""] = Array.from(
      document.querySelectorAll<HTMLSelectElement>("#walk select"),
      ({ value }) => value,
    );
    const how = (event.submitter as HTMLButtonElement | null)?.value ?? "walk";
    const answer = await post(`${how}/${lab}`, { words: [from, to], language });
    const told = await answer.text();
    say(answer.ok ? "" : told);
    const verdict = at("#expected")!;
    verdict.textContent = "";
    if (!answer.ok) return;
    showStory(at("#story")!, how === "trace" ? at("#story")! : at("#picture")!, told);
    const expected = at<HTMLInputElement>("#walk [name=expect]:checked");
    const isRight = expected?.value === at("#story [data-answered]")?.dataset.answered;
    if (expected) verdict.textContent = (isRight ? verdict.dataset.right : verdict.dataset.wrong) ?? "";
  });

  // a node in the picture opens its terminal
  at("#picture")!.addEventListener("click", (event) => {
    const node = (event.target as Element).closest<SVGElement>("[data-node]")?.dataset.node;
    if (node) void terminals().then(({ open }) => open(node));
  });
  copyButtons((command) => void terminals().then(({ type }) => type(command, nodesOf()[0] ?? "host")));
}
