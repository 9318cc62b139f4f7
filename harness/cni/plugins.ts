import { existsSync } from "node:fs";
import { join } from "node:path";
import { Mistake } from "../ground/error.ts";
import { pluginFolders } from "../ground/paths.ts";

const plugins = ["bridge", "host-local", "portmap"];

/** The folder of the CNI plugins; a `Mistake` that says how to install them where there is none. */
export function cniPlugins(): string {
  const folders = pluginFolders();
  const found = folders.find((folder) => plugins.every((plugin) => existsSync(join(folder, plugin))));
  if (found) return found;
  throw new Mistake(
    `Cannot find the CNI plugins (${plugins.join(", ")}) in ${folders.join(" or ")}`,
    "apt-get install -y containernetworking-plugins (as root), or name their folder: CNI_PATH=FOLDER",
  );
}
