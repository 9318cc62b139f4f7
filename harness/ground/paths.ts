import { dirname, resolve, sep } from "node:path";

/** The project's folder on the machine, or its view inside a world. */
export const project = resolve(dirname(import.meta.path), "../..");

/** Where the project and the bun binary are seen inside a world: one place, whatever the machine hides from others. */
export const insideProject = "/run/course";
export const insideBun = "/run/bun";

/** The command that runs, inside a world, one of `harness/programs/`. */
export const insideProgram = (name: string): string[] => [insideBun, `${insideProject}/harness/programs/${name}.ts`];

/** Where CNI plugins are: in the folders of CNI_PATH, in Debian's, or in that of the plugins' own releases. */
export const pluginFolders = (): string[] => [
  ...(process.env.CNI_PATH?.split(":").filter(Boolean) ?? []),
  "/usr/lib/cni",
  "/opt/cni/bin",
];

/** A world's PATH: an ordinary user's own often lacks the sbin folders, where `ip` and `iptables` live. */
export const toolPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Is the one folder the other, or somewhere in it? By their names: links are not followed. */
export const isWithin = (inner: string, outer: string): boolean =>
  `${resolve(inner)}${sep}`.startsWith(`${resolve(outer)}${sep}`);
