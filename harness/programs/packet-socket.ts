// Opens one AF_PACKET socket and leaves: may a program in this sandbox capture frames? Exit status 1 where it may not.

import { reasonOf } from "../ground/error.ts";
import { must } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";

const AF_PACKET = 17; // packet(7)
const SOCK_RAW = 3;

try {
  must(libc().socket(AF_PACKET, SOCK_RAW, 0), "Cannot open a packet socket");
} catch (error) {
  console.error(reasonOf(error));
  process.exitCode = 1;
}
