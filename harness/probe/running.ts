// An exchange over TCP or UDP on its way, whatever it goes by.

import type { EchoServer } from "./echo-server.ts";
import type { LostFlow } from "./flow.ts";
import type { Syns } from "./syn.ts";

/** One exchange on its way. */
export type Running = {
  sockets: number[];
  /** Goes on as far as it can. */
  step(): void;
  /** Sends again what may have been lost: UDP alone needs it. */
  again(): void;
  /** Nothing more will come. */
  isOver: boolean;
  /** What has come through by now, there and back, of all that is to. */
  through: Set<string>;
  all: string[];
  reason?: string;
  source?: string;
  /** Where all came through, but not at once: what gets lost again and again of many is more of all that is to come through. */
  many?(): Promise<void>;
  /** What of all that is not through was lost. */
  lost(part: string, syns: Syns | undefined): LostFlow;
  close(): void;
};

/** The part of it that the protocol decides. */
export type Exchanging = Omit<Running, "sockets" | "close">;

/** Begins one on the client's socket: `at` names it, `bytes` are the lengths of its data, `tos` is the type of service of what it sends. */
export type Over = (
  server: EchoServer,
  client: number,
  at: string,
  tos: number | undefined,
  bytes: number[],
) => Exchanging;

/** Data that nobody else sends. */
export function payload(length: number): Buffer {
  const bytes = Buffer.alloc(length, "data of a probe ");
  bytes.set(crypto.getRandomValues(new Uint8Array(16)));
  return bytes;
}
