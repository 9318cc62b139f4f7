// Opens one AF_PACKET socket and leaves: may a program in this sandbox capture frames? Exit status 1 where it may not.

import { AF_PACKET } from "../capture/packet-ring.ts";
import { reasonOf } from "../ground/error.ts";
import { must } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";
import { SOCK_RAW } from "../kernel/within.ts";

try {
  must(libc().socket(AF_PACKET, SOCK_RAW, 0), "Cannot open a packet socket");
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
}
