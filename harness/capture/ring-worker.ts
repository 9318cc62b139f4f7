// A thread that makes the rings of some packet sockets; packet-rings.ts starts several.

import { reasonOf } from "../ground/error.ts";
import { makeRing, type Unringed } from "./packet-ring.ts";

declare const self: Worker;

self.onmessage = ({ data }: MessageEvent<Unringed[]>) => {
  try {
    for (const socket of data) makeRing(socket);
    self.postMessage(undefined);
  } catch (error) {
    self.postMessage(reasonOf(error));
  }
};
