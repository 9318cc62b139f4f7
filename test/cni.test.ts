// Lab 08 needs the CNI plugins, which many machines lack: it says so at once, and takes them from where they are.

import { expect, test } from "bun:test";
import { join } from "node:path";
import { cniPlugins } from "../harness/index.ts";
import { under } from "./conditions.ts";
import { ordinaryUser } from "./user.ts";

const lab = ["bun", "labs/08-cni.ts"];
const withoutPlugins = "for folder in /usr/lib/cni /opt/cni; do [ ! -d $folder ] || mount -t tmpfs tmpfs $folder; done";

test.each(["up", "exercise"])(
  "%s: without the plugins one message with the mend, status 2, and no world",
  async (verb) => {
    const { status, out, err } = await under(withoutPlugins, [...lab, verb]);
    expect(err).toBe(
      "Cannot find the CNI plugins (bridge, host-local, portmap) in /usr/lib/cni or /opt/cni/bin\n" +
        "→ apt-get install -y containernetworking-plugins (as root), or name their folder: CNI_PATH=FOLDER\n",
    );
    expect([out, status]).toEqual(["", 2]);
    expect((await under(withoutPlugins, [...lab, "status"])).out).toContain('Lab "08-cni" is not up');
  },
);

test("without the plugins down works, and the doctor names the package", async () => {
  expect((await under(withoutPlugins, [...lab, "down"])).status).toBe(0);
  const { out } = await under(withoutPlugins, ["bun", "harness/doctor/index.ts"]);
  expect(out).toMatch(/missing host-local +not installed \(package containernetworking-plugins\)/);
});

test("plugins in a folder of CNI_PATH are used", async () => {
  const folder = join(ordinaryUser().home, "own plugins");
  const moved = `cp -r ${cniPlugins()} '${folder}' && ${withoutPlugins}`;
  const build = "bun labs/08-cni.ts --quiet && bun grader 08; bun labs/08-cni.ts down";
  const { out, err } = await under(moved, ["sh", "-c", build], { CNI_PATH: folder });
  expect(err).toBe("");
  expect(out).toContain("27/27");
});
