// What is lost of an exchange over TCP or UDP: which packets, and on which leg of their way.

import type { Protocol } from "./exchange.ts";

/** The packets of an exchange that a rule may tell from others. */
export type Flow = {
  over: Protocol;
  /** The server's. */
  port: number;
  /** The client's, where it is known. */
  peerPort?: number;
  /** How long the whole packet is, where all are as long. */
  bytes?: number;
  tos?: number;
  /** The connection is there: it is what comes after its first packet and the answer to that. */
  isBegun?: boolean;
  /** The server is not the probe's own, and need not be there. */
  isTheirs?: boolean;
};

/** What was lost, and on which leg; without a leg it could not be told. */
export type LostFlow = { flow: Flow; leg?: "request" | "reply" };
