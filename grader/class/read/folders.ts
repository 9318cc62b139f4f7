// A student with more than one folder: who handed in twice, or under two names. What lies in them is kept apart.

import type { Submission } from "../submissions.ts";

/** Where one lab's files lie in more than one folder: these. */
export const foldersOfOneLab = (found: FoundWork[]): string[] => {
  const ofLabs = [...Map.groupBy(found, ({ lab }) => lab).values()];
  const folders = ofLabs.map((all) => new Set(all.flatMap(({ under }) => under ?? [])));
  return [...new Set(folders.filter(({ size }) => size > 1).flatMap((names) => [...names]))];
};

export type FoundWork = Submission & { under?: string; rank: number };

/** Of two folders of one student, which hold a file of the same name, each is named with its folder. */
export function namedApart(found: FoundWork[]): Submission[] {
  const count = Map.groupBy(found, ({ file }) => file);
  return found.map(({ under, rank, ...rest }) =>
    count.get(rest.file)!.length > 1 && under !== undefined ? { ...rest, file: `${under}/${rest.file}` } : rest,
  );
}
