// What a verb of a lab script is: one file below verbs/ for each.

import type { Command } from "../command-line/command.ts";
import { type Flags, oneOf, text, toggle, type Values } from "../command-line/flag.ts";
import type { Call } from "../command-line/read.ts";

export type Verb<F extends Flags = Flags> = Command<F> & {
  /** It starts a world to build in. */
  builds?: boolean;
  run(call: Call<F> & { lab: string }): Promise<number>;
};

/** Every verb takes these. */
const common = {
  lang: oneOf("language", ["en", "zh"], {
    en: "the language; without it, that of the terminal (LC_ALL, LANG)",
    zh: "语言；不给出时用终端的语言（LC_ALL、LANG）",
  }),
  machine: toggle({
    en: "on the machine's own network stack, not in a sandbox: in a virtual machine, as root",
    zh: "直接用机器自己的网络栈，而不用沙箱：请在虚拟机里以 root 身份使用",
  }),
  engine: oneOf("engine", ["netns", "docker"], {
    en: "docker: with Docker's own containers, on the machine (implies --machine)",
    zh: "docker：用 Docker 自己的容器，在机器上（相当于同时给出 --machine）",
  }),
  help: toggle(
    { en: "these lines; after a verb, what that one takes", zh: "显示这些说明；写在动词后面时只说明它" },
    { short: "h" },
  ),
};

/** The verbs that build take these too. */
export const building = {
  quiet: toggle({ en: "build without a word", zh: "搭建时什么也不输出" }),
  as: text("NAME", {
    en: "which half this machine builds of a lab for two machines: --machine --as host1 --peer ADDRESS",
    zh: "实验需要两台机器时，本机搭建哪一半：--machine --as host1 --peer ADDRESS",
  }),
  peer: text("ADDRESS", { en: "the other machine's address", zh: "另一台机器的地址" }),
  "yes-this-machine": toggle({
    en: "with --machine: although it is no virtual machine",
    zh: "与 --machine 一起用：即使它不是虚拟机",
  }),
};

export type EveryFlag = Values<typeof common>;
export type BuildFlags = EveryFlag & Values<typeof building>;

/** A verb, with the flags that every verb takes. */
export const verb = <F extends Flags>(own: Omit<Verb<F & typeof common>, "flags"> & { flags: F }) => ({
  ...own,
  flags: { ...own.flags, ...common },
});
