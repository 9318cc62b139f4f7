// The files that every page shares: one style, and the client's code, bundled when the site starts.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { svgStyle } from "../../harness/graph/svg.ts";

export type Asset = { type: string; bytes: Uint8Array | string };

const folder = join(import.meta.dir, "client");

/** By name, "app.js". The terminal's code is a file of its own, loaded when the first one is opened. */
export async function assets(): Promise<Map<string, Asset>> {
  const built = await Bun.build({
    entrypoints: [join(folder, "app.ts")],
    splitting: true,
    minify: true,
    target: "browser",
    naming: { entry: "[name].js", chunk: "[hash].js", asset: "[hash].[ext]" },
  });
  const scripts = await Promise.all(
    built.outputs.map(
      async (output) => [output.path.replace(/^\.?\//, ""), { type: output.type, bytes: await output.text() }] as const,
    ),
  );
  const xterm = readFileSync(Bun.resolveSync("@xterm/xterm/css/xterm.css", import.meta.dir), "utf8");
  return new Map<string, Asset>([
    ...scripts,
    ["style.css", css(readFileSync(join(folder, "style.css"), "utf8"))],
    ["xterm.css", css(xterm)],
  ]);
}

/** For pages that are opened from a disk, where modules are not loaded: one classic script. */
export async function staticScript(): Promise<string> {
  const built = await Bun.build({
    entrypoints: [join(folder, "static.ts")],
    minify: true,
    target: "browser",
    format: "iife",
  });
  return built.outputs[0]!.text();
}

const css = (bytes: string): Asset => ({ type: "text/css;charset=utf-8", bytes: `${bytes}\n${svgStyle}` });
