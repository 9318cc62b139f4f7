#!/usr/bin/env bun
// The course in the browser.   bun docs [--port N] · bun docs build DIR

import type { Command, Program } from "../harness/command-line/command.ts";
import { toggle, valued } from "../harness/command-line/flag.ts";
import { cut, take, unknownWord, wantsHelp, withWord } from "../harness/command-line/read.ts";
import { Mistake, mainly } from "../harness/ground/error.ts";

const help = toggle({ en: "these lines", zh: "显示这些说明" }, { short: "h" });
const port = valued(
  "N",
  { en: "the first port that is tried; 8080 without it", zh: "先试哪个端口；不给出时为 8080" },
  (word) => {
    const number = Number(word);
    if (/^\d+$/.test(word) && number <= 65535) return number;
    throw new Mistake(`Unknown port "${word}": --port takes a number up to 65535`);
  },
);
const site: Command = {
  name: "docs",
  form: "",
  what: {
    en: "the course on 127.0.0.1: text, the network as it is now, checks, terminals",
    zh: "在 127.0.0.1 上打开课程：课文、现在的网络、检查、终端",
  },
  most: 0,
  flags: { port, help },
};
const built: Command = {
  name: "build",
  form: "build DIR",
  what: {
    en: "the text as files, for any web server or from a disk",
    zh: "把课文生成文件，放在任何网站上，或直接从磁盘打开",
  },
  most: 1,
  flags: { help },
};
const program: Program = { call: "bun docs", commands: [site, built] };

await mainly(async () => {
  const line = cut(program, process.argv.slice(2));
  const [first] = line.words;
  if (wantsHelp(line)) {
    const { helpFor } = await import("../harness/command-line/help.ts");
    process.stdout.write(helpFor(line, first?.text === "build" ? built : undefined));
    return 0;
  }
  if (first?.text === "build") {
    const [folder] = take(line, built, 1).words;
    if (!folder) throw new Mistake("Cannot build the site without a folder", "bun docs build DIR");
    const { build } = await import("./site/build.ts");
    process.stdout.write(`${folder}: ${await build(folder)} files\n`);
    return 0;
  }
  if (first)
    throw unknownWord("word", first.text, ["build"], (near) => (near ? withWord(line, first.at, near) : "bun docs"));
  const { port: wanted = 8080 } = take(line, site).flags as { port?: number };
  const { serve } = await import("./site/server.ts");
  const { url, stop } = await serve(wanted);
  process.stdout.write(`${url}\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
  });
  await stop();
  return 0;
});
