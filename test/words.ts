// What is wrong with the words of a lab: each thing in one sentence that names the file, and the line where there is one.

import { nearest } from "../harness/ground/nearest.ts";
import { itemsOf, linesOf, markdown, type Section, sectionsOf } from "../harness/text/course.ts";

/** What a lab's texts must have words for, or those of an exercise of its own, which has no steps. */
export type Wanted = {
  exercise?: true;
  lab: string;
  steps: string[];
  /** Steps with real Docker, where the lab is there with it. */
  docker?: string[] | undefined;
  /** Ids of all checks, those of what a student has besides too. */
  checks: string[];
  /** How much a student may have besides: a task each, {#further-1}, {#further-2}. */
  further: number;
};

type Heading = { id: string; title: string; level: number; line: number };

/** What is wrong with a lab's two texts; nothing where all is there. */
export function wrongWords(wanted: Wanted, sources: { en: string; zh: string }): string[] {
  const places = placesOf(wanted);
  const files = (["en", "zh"] as const).map(
    (language) => `docs/${language}/${wanted.exercise ? "exercises/" : ""}${wanted.lab}.md`,
  );
  const [en, zh] = [sources.en, sources.zh].map((source) => sectionsOf(markdown.parse(source, {})));
  return [
    ...[sources.en, sources.zh].flatMap((source, at) => wrongHeadings(files[at]!, headingsOf(source), places)),
    ...[en!, zh!].flatMap((sections, at) => wrongSections(files[at]!, sections, wanted)),
    ...wrongTasks(files, [en!, zh!], wanted),
  ];
}

/** Where a heading belongs, and what for: each id with its level and what it is, in the order of the text. */
type Place = { id: string; level: number; what: string };

function placesOf({ lab, exercise, steps, docker, checks }: Wanted): Place[] {
  const part = (id: string) => ({ id, level: 1, what: "a part that every text has" });
  const checked = (folder: string) =>
    checks.map((id) => ({ id: `check-${id}`, level: 2, what: `the check "${id}" of grader/${folder}/${lab}.ts` }));
  const title = { id: lab, level: 1, what: "the lab's title" };
  if (exercise) return [title, ...["given", "tasks", "checks"].map(part), ...checked("exercises")];
  const step = (file: string) => (id: string) => ({ id, level: 2, what: `the step "${id}" of ${file}` });
  return [
    title,
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
    ...checked("checks"),
  ];
}

const headingsOf = (source: string): Heading[] =>
  markdown.parse(source, {}).flatMap((token, at, all) => {
    const heading = token.type === "heading_open" && all[at + 1]!.content.match(/^(.*?) *\{#([\w-]+)\}$/);
    if (!heading) return [];
    return [{ id: heading[2]!, title: heading[1]!, level: Number(token.tag.slice(1)), line: token.map![0] + 1 }];
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
    ...headings.flatMap(({ id, title, line }, at) => {
      const twin = headings
        .slice(0, at)
        .find((one) => one.title === title && one.id !== id && partOf(one.id) === partOf(id));
      return twin
        ? [`${file}:${line}: {#${id}} has the title of {#${twin.id}}: a reader could not tell them apart`]
        : [];
    }),
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

// a step with real Docker may be called like the one that it takes the place of
const partOf = (id: string): string => (id.startsWith("docker") ? "docker" : "lab");

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

function wrongSections(
  file: string,
  sections: Section[],
  { lab, exercise, steps, docker = [], checks }: Wanted,
): string[] {
  const find = (id: string) => sections.find((section) => section.id === id);
  const opening = find(lab);
  const recorder = (id: string) =>
    docker.includes(id) ? "sudo test/docker.sh bun test/docker/record.ts" : "bun test/console/record.ts";
  return [
    ...(opening && !exercise && !fencesOf(opening).includes("drawing")
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

function wrongTasks(files: string[], texts: Section[][], { lab, further }: Wanted): string[] {
  const [en, zh] = texts.map((sections) => itemsOf(sections.find(({ id }) => id === "tasks")).map(({ id }) => id));
  const ofFurther = Array.from({ length: further }, (_, at) => `further-${at + 1}`);
  const own = en!.filter((id) => id.startsWith("further-"));
  if (own.join() !== ofFurther.join())
    return [
      `${files[0]}: of what a student has besides there are ${own.length} tasks, and grader/checks/${lab}.ts checks ${further}: {#further-1} …`,
    ];
  const lacks = (file: string, own: string[], other: string, others: string[]) =>
    others.filter((id) => !own.includes(id)).map((id) => `${file}: the task {#${id}} is missing; ${other} has it`);
  const differ = [...lacks(files[0]!, en!, files[1]!, zh!), ...lacks(files[1]!, zh!, files[0]!, en!)];
  if (differ.length) return differ;
  if (!en!.length) return files.map((file) => `${file}: no task stands below {#tasks}: "- {#task-NAME} …"`);
  return en!.join() === zh!.join() ? [] : [`${files[1]}: the tasks have another order than in ${files[0]}`];
}
