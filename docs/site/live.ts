// What is followed of a lab while somebody looks at its page: whether it is up, its picture, its checks.

import { mkdirSync, watch } from "node:fs";
import { join } from "node:path";
import { asOwner } from "../../grader/grading/entering.ts";
import { layout } from "../../harness/graph/layout.ts";
import type { Picture } from "../../harness/graph/picture.ts";
import { svg } from "../../harness/graph/svg.ts";
import type { DrawnNode } from "../../harness/graph/world.ts";
import { project } from "../../harness/ground/paths.ts";
import { stateDir } from "../../harness/ground/state.ts";
import { recordDir } from "../../harness/lab/record.ts";
import type { Language } from "../../harness/text/language.ts";
import { type Entry, find } from "../../harness/world/registry.ts";
import { type CheckedLab, checksPart } from "./checks.ts";
import { statePart } from "./state.ts";

export type Event = { name: "picture" | "state" | "checks"; html: string };
type Listener = (event: Event) => void;

/** Follows one lab for all who look at it, and only as long as somebody does. */
export function liveOf(lab: string, language: Language) {
  const listeners = new Set<Listener>();
  const last = new Map<Event["name"], Event>();
  let stop = () => {};
  const send = (name: Event["name"], html: string) => {
    const event = { name, html };
    if (last.get(name)?.html === html) return;
    last.set(name, event);
    for (const listener of listeners) listener(event);
  };
  return {
    /** Hears all that is known, then every change; gives what ends it. */
    listen(listener: Listener): () => void {
      listeners.add(listener);
      if (listeners.size === 1) stop = follow(lab, language, send);
      else for (const event of last.values()) listener(event);
      return () => {
        listeners.delete(listener);
        if (listeners.size) return;
        stop();
        last.clear();
      };
    },
  };
}

type Send = (name: Event["name"], html: string) => void;

function follow(lab: string, language: Language, send: Send): () => void {
  let entry: Entry | undefined;
  let nodes: readonly DrawnNode[] = []; // as they were told last
  let end = () => {};
  const look = () => {
    const now = find(lab);
    if (now?.anchor.pid === entry?.anchor.pid && now?.complete === entry?.complete) return;
    const isOther = now?.anchor.pid !== entry?.anchor.pid;
    entry = now;
    if (!now) send("picture", "");
    if (isOther) nodes = [];
    send("state", statePart(now, nodes, language).markup);
    if (!isOther) return;
    end();
    const told = (all: readonly DrawnNode[]) => {
      nodes = all;
      send("state", statePart(entry, nodes, language).markup);
    };
    const follows = now?.kind === "sandbox";
    end = follows ? followWorld(lab, now, language, send, told, look) : () => send("checks", "");
    if (!now) end();
  };
  mkdirSync(stateDir(), { recursive: true, mode: 0o700 });
  const folder = watch(stateDir(), look);
  send("state", statePart(undefined, [], language).markup);
  look();
  return () => {
    folder.close();
    end();
  };
}

/** Two processes: one tells of the picture, the other is the grader. Both end with the world, or when nobody looks any more. */
function followWorld(
  lab: string,
  entry: Entry,
  language: Language,
  send: Send,
  told: (nodes: readonly DrawnNode[]) => void,
  over: () => void,
): () => void {
  mkdirSync(recordDir(lab), { recursive: true, mode: 0o700 });
  const program = join(project, "docs/site/world-process.ts");
  const pid = String(entry.anchor.pid);
  const options = { stdio: ["pipe", "pipe", "ignore"] as ["pipe", "pipe", "ignore"], cwd: project };
  const whose = entry.exercise ? [lab, ...(entry.student ? [entry.student.id] : [])] : [];
  const command = [process.execPath, program, pid, recordDir(lab), ...whose];
  const world = Bun.spawn([...asOwner(entry.anchor.pid), ...command], options);
  const grader = Bun.spawn(
    [process.execPath, join(project, "grader/index.ts"), lab, "--watch", "--reporter", "json", "--lang", language],
    options,
  );
  let before: Picture | undefined;
  void lines(world.stdout, (line) => {
    const nodes: DrawnNode[] = JSON.parse(line);
    const now = layout(nodes);
    send("picture", svg(nodes, { title: lab, marked: changed(before, now) }));
    told(nodes);
    before = now;
  });
  let report = "";
  void lines(grader.stdout, (line) => {
    report += line;
    if (line !== "}") return; // a report ends with the brace that it began with
    const [found] = (JSON.parse(report) as { labs: CheckedLab[] }).labs;
    report = "";
    if (found) send("checks", checksPart(found, language).markup);
  });
  void world.exited.then(over);
  return () => {
    for (const child of [world, grader]) child.kill("SIGTERM");
  };
}

async function lines(stream: ReadableStream<Uint8Array>, each: (line: string) => void): Promise<void> {
  let rest = "";
  const decoder = new TextDecoder();
  for await (const chunk of stream) {
    const all = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = all.pop()!;
    for (const line of all) each(line);
  }
}

/** The keys of what is new in a picture, or not as it was. */
export function changed(before: Picture | undefined, now: Picture): Map<string, string> {
  if (!before) return new Map();
  const looks = (picture: Picture) =>
    new Map([
      ...picture.boxes.map((box) => [box.key, box.kind] as const),
      ...picture.boxes.flatMap(({ lines }) => lines.map((line) => [line.key, JSON.stringify(line)] as const)),
      ...picture.bars.map(({ key, text, isDown }) => [key, `${text} ${isDown}`] as const),
      ...picture.pins.map(({ key, text, isDown }) => [`${key} pin`, `${text} ${isDown}`] as const),
      ...picture.wires.map(({ key, isDown, details }) => [key, `${details} ${isDown}`] as const),
    ]);
  const old = looks(before);
  return new Map([...looks(now)].flatMap(([key, look]) => (old.get(key) === look ? [] : [[key, "changed"]])));
}
