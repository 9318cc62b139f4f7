// Who is meant: people of a list, found by what others write of them: a number, an e-mail address, a name in any order.

export type Person = {
  /** Numbers and log-in names. */
  ids: string[];
  email?: string;
  /** As they are written, "Ann Lee", "Lee, Ann". */
  names: string[];
};

/** Without case, accents' spelling, spaces and signs: "Lee, Ann" is leeann. */
export const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, "");

const partsOf = (text: string): string[] => text.normalize("NFKC").match(/[\p{L}\p{M}\p{N}'’]+/gu) ?? [];

/** A name in every order that its parts are written in. */
const ordersOf = (name: string): string[] => {
  const parts = partsOf(name).map(plain);
  return [...new Set(parts.map((_, at) => [...parts.slice(at), ...parts.slice(0, at)].join("")))];
};

/** What finds a person of the list: one, or those between whom it cannot be told. */
export function openPeople<P extends Person>(people: readonly P[]) {
  const index = (keysOf: (person: P) => string[]) => {
    const found = new Map<string, Set<P>>();
    for (const person of people)
      for (const key of keysOf(person)) if (key) found.set(key, (found.get(key) ?? new Set()).add(person));
    return found;
  };
  const byId = index(({ ids }) => ids.map(plain));
  const byEmail = index(({ email }) => (email ? [email.trim().toLowerCase()] : []));
  const byLocal = index(({ email }) => (email ? [plain(email.split("@")[0]!)] : []));
  const byName = index(({ names }) => names.flatMap(ordersOf));
  return (wanted: Person): P[] => {
    const ids = wanted.ids.map(plain);
    const texts = wanted.names;
    const ways: (() => (Set<P> | undefined)[])[] = [
      () => ids.map((id) => byId.get(id)),
      () =>
        [wanted.email, ...texts]
          .map((text) => text && byEmail.get(text.trim().toLowerCase()))
          .map((set) => set || undefined),
      () => texts.map((text) => byId.get(plain(text))),
      () => texts.flatMap(ordersOf).map((name) => byName.get(name)),
      // "2026001 Ann Lee", "lab03-alee": a part of it
      () =>
        texts
          .flatMap((text) => text.match(/[\p{L}\p{M}\p{N}.]+/gu) ?? [])
          .map((part) => (part.length > 2 ? byId.get(plain(part)) : undefined)),
      () => [...ids, ...texts.map(plain)].map((text) => byLocal.get(text)),
      () => texts.flatMap((text) => restsOf(text)).map((name) => byName.get(name)),
    ];
    for (const way of ways) {
      const found = new Set(way().flatMap((set) => [...(set ?? [])]));
      if (found.size) return [...found];
    }
    return [];
  };
}

/** Parts of a text that could be a name: without its numbers, and without its first or last word. */
function restsOf(text: string): string[] {
  const words = partsOf(text)
    .filter((part) => !/^\d+$/.test(part))
    .map(plain);
  return [words, words.slice(1), words.slice(0, -1)].filter((list) => list.length > 0).map((list) => list.join(""));
}
