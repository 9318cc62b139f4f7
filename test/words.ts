// What is wrong with the words of a lab: each thing in one sentence that names the file, and the line where there is one.

import { nearest } from "../harness/ground/nearest.ts";
import { itemsOf, linesOf, markdown, type Section, sectionsOf } from "../harness/text/course.ts";

/** What a lab's texts must have words for. */
export type Wanted = {
  lab: string;
  steps: string[];
  /** Steps with real Docker, where the lab is there with it. */
  docker?: string[] | undefined;
  /** Ids of all checks, those of what a student has besides too. */
  checks: string[];
};

type Heading = { id: string; level: number; line: number };

/** What is wrong with a lab's two texts; nothing where all is there. */
export function wrongWords(wanted: Wanted, sources: { en: string; zh: string }): string[] {
  const places = placesOf(wanted);
  const files = (["en", "zh"] as const).map((language) => `docs/${language}/${wanted.lab}.md`);
  const [en, zh] = [sources.en, sources.zh].map((source) => sectionsOf(markdown.parse(source, {})));
  return [
    ...[sources.en, sources.zh].flatMap((source, at) => wrongHeadings(files[at]!, headingsOf(source), places)),
    ...[en!, zh!].flatMap((sections, at) => wrongSections(files[at]!, sections, wanted)),
    ...wrongTasks(files, [en!, zh!]),
  ];
}

/** Where a heading belongs, and what for: each id with its level and what it is, in the order of the text. */
type Place = { id: string; level: number; what: string };

function placesOf({ lab, steps, docker, checks }: Wanted): Place[] {
  const part = (id: string) => ({ id, level: 1, what: "a part that every text has" });
  const step = (file: string) => (id: string) => ({ id, level: 2, what: `the step "${id}" of ${file}` });
  return [
    { id: lab, level: 1, what: "the lab's title" },
    ...steps.map(step(`labs/${lab}.ts`)),
    ...["try", "tasks", "questions", "changes"].map(part),
    ...(docker
      ? [
          { id: "docker", level: 1, what: "the lab with real Docker" },
          ...docker.map(step(`labs/docker/${lab}.ts`)),
          { id: "docker-try", level: 2, what: "what to try with real Docker" },
        ]
      : []),
    ...["sources", "checks"].map(part),
    ...checks.map((id) => ({ id: `check-${id}`, level: 2, what: `the check "${id}" of grader/checks/${lab}.ts` })),
  ];
}

const headingsOf = (source: string): Heading[] =>
  markdown.parse(source, {}).flatMap((token, at, all) => {
    const id = token.type === "heading_open" && all[at + 1]!.content.match(/\{#([\w-]+)\}$/)?.[1];
    return id ? [{ id, level: Number(token.tag.slice(1)), line: token.map![0] + 1 }] : [];
  });

function wrongHeadings(file: string, headings: Heading[], places: Place[]): string[] {
  const known = places.map(({ id }) => id);
  const there = headings.map(({ id }) => id);
  const strange = headings.filter(({ id }) => !known.includes(id));
  const missing = places.filter(({ id }) => !there.includes(id));
  const meant = new Map<string, Place>();
  for (const { id } of strange) {
    const free = missing.filter((place) => ![...meant.values()].includes(place));
    const near = nearest(
      id,
      free.map((place) => place.id),
    );
    if (near) meant.set(id, free.find((place) => place.id === near)!);
  }
  return [
    ...strange.map(({ id, line }) => {
      const place = meant.get(id);
      return place
        ? `${file}:${line}: the heading {#${id}} is for nothing; {#${place.id}} is missing, for ${place.what}`
        : `${file}:${line}: the heading {#${id}} is for nothing: no step, check or part of the text is called so`;
    }),
    ...missing
      .filter((place) => ![...meant.values()].includes(place))
      .map(({ id, level, what }) => `${file}: the heading "${"#".repeat(level)} … {#${id}}" is missing, for ${what}`),
    ...headings.flatMap(({ id, line }, at) =>
      there.indexOf(id) < at ? [`${file}:${line}: the heading {#${id}} is there twice`] : [],
    ),
    ...headings.flatMap(({ id, level, line }) => {
      const place = places.find((one) => one.id === id);
      return place && place.level !== level
        ? [
            `${file}:${line}: the heading {#${id}} begins with "${"#".repeat(level)}", and "${"#".repeat(place.level)}" is wanted`,
          ]
        : [];
    }),
    ...wrongOrder(file, headings, known),
  ];
}

/** The first heading that stands before one that it should follow; checks may come in any order. */
function wrongOrder(file: string, headings: Heading[], known: string[]): string[] {
  const ranked = headings.filter(({ id }) => known.includes(id) && !id.startsWith("check-"));
  const at = ranked.findIndex(({ id }, i) => i > 0 && known.indexOf(id) < known.indexOf(ranked[i - 1]!.id));
  if (at < 0) return [];
  const { id, line } = ranked[at]!;
  return [`${file}:${line}: the heading {#${id}} comes after {#${ranked[at - 1]!.id}}, and should come before it`];
}

const fencesOf = ({ body }: Section): string[] =>
  body.flatMap(({ type, info }) => (type === "fence" ? [info.trim()] : []));

function wrongSections(file: string, sections: Section[], { lab, steps, docker = [], checks }: Wanted): string[] {
  const find = (id: string) => sections.find((section) => section.id === id);
  const opening = find(lab);
  const recorder = (id: string) =>
    docker.includes(id) ? "sudo test/docker.sh bun test/docker/record.ts" : "bun test/console/record.ts";
  return [
    ...(opening && !fencesOf(opening).includes("drawing")
      ? [`${file}: the beginning has no drawing, a fence marked "drawing"`]
      : []),
    ...[...steps, ...docker].flatMap((id) => {
      const section = find(id);
      return section && !fencesOf(section).includes("console")
        ? [`${file}: the step {#${id}} does not show its commands: ${recorder(id)} ${lab.slice(0, 2)} writes them`]
        : [];
    }),
    ...checks.flatMap((id) => {
      const section = find(`check-${id}`);
      const hints = linesOf(section).length;
      return section && hints !== 3
        ? [
            `${file}: {#check-${id}} has ${hints} hints, and three are wanted: where to look, what is wrong there, the command`,
          ]
        : [];
    }),
  ];
}

function wrongTasks(files: string[], texts: Section[][]): string[] {
  const [en, zh] = texts.map((sections) => itemsOf(sections.find(({ id }) => id === "tasks")).map(({ id }) => id));
  const lacks = (file: string, own: string[], other: string, others: string[]) =>
    others.filter((id) => !own.includes(id)).map((id) => `${file}: the task {#${id}} is missing; ${other} has it`);
  const differ = [...lacks(files[0]!, en!, files[1]!, zh!), ...lacks(files[1]!, zh!, files[0]!, en!)];
  if (differ.length) return differ;
  if (!en!.length) return files.map((file) => `${file}: no task stands below {#tasks}: "- {#task-NAME} …"`);
  return en!.join() === zh!.join() ? [] : [`${files[1]}: the tasks have another order than in ${files[0]}`];
}
