// Other names of links (`ip link property add dev foo0 altname eth0`): whoever asks by one is answered by it.

import type { Link } from "./link.ts";

/** Where records name a link. */
const keys = new Set(["ifname", "master", "dev", "iif", "link"]);

export type Aliases = ReturnType<typeof openAliases>;

export function openAliases() {
  const asked = new Map<string, string>(); // by the link's own name
  const called = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(called);
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, part]) => [
        key,
        keys.has(key) && typeof part === "string" ? (asked.get(part) ?? part) : called(part),
      ]),
    );
  };
  return {
    /** The link that the name means: a link's own name comes before another's altname. */
    linkOf(name: string, links: readonly Link[]): Link | undefined {
      const link =
        links.find(({ ifname }) => ifname === name) ?? links.find(({ altnames }) => altnames?.includes(name));
      if (link && link.ifname !== name) asked.set(link.ifname, name);
      return link;
    },
    /** The link's own name; the name itself where it was not asked for by another. */
    own: (name: string): string => [...asked].find(([, alias]) => alias === name)?.[0] ?? name,
    /** A record, or several, with the names that were asked for. */
    renamed: <T>(value: T): T => (asked.size ? (called(value) as T) : value),
  };
}
