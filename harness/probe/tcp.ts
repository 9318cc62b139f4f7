import { ptr } from "bun:ffi";
import { closeSync } from "node:fs";
import { toolPath } from "../ground/paths.ts";
import { errnoText, lastErrno } from "../kernel/errno.ts";
import type { Fact } from "../kernel/facts.ts";
import { AF_INET } from "../kernel/inet.ts";
import { libc } from "../kernel/libc.ts";
import type { KernelNode } from "../kernel/node.ts";
import { socketIn, within } from "../kernel/within.ts";
import { socketAddress } from "./socket.ts";

const SOCK_STREAM = 1;

export type HttpAnswer = { status: number; body: string } | { status: 0; reason: string };

/** Asks a web server by curl, from the node. No answer within two seconds is an answer too; without curl it throws. */
export async function http(node: KernelNode, url: string): Promise<Fact<HttpAnswer>> {
  const command = ["curl", "-sS", "--noproxy", "*", "--max-time", "2", "--write-out", "\\n%{http_code}", url];
  const env = { PATH: toolPath, LC_ALL: "C" };
  const curl = within(node.netns, () => Bun.spawn(command, { stdout: "pipe", stderr: "pipe", stdin: "ignore", env }));
  const [out, complaint, exit] = await Promise.all([
    new Response(curl.stdout).text(),
    new Response(curl.stderr).text(),
    curl.exited,
  ]);
  const cut = out.lastIndexOf("\n");
  const status = Number(out.slice(cut + 1));
  const value: HttpAnswer =
    exit === 0 ? { status, body: out.slice(0, cut).trim() } : { status: 0, reason: complaint.trim() };
  return node.fact(value, `curl ${url}`);
}

/** Tries to listen on the TCP port of every address of the node, for a moment: "free", or the kernel's reason why not. */
export function portState(node: KernelNode, port: number): Fact<string> {
  const socket = socketIn(node.netns, AF_INET, SOCK_STREAM, 0);
  try {
    const name = socketAddress("0.0.0.0", port);
    const bound = libc().bind(socket, ptr(name), name.length);
    return node.fact(bound < 0 ? errnoText(lastErrno()) : "free", `ss -ltn sport = :${port}`);
  } finally {
    closeSync(socket);
  }
}
