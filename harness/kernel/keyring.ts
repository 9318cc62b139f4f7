// The session keyring: keyrings(7). It goes to every child, whatever namespaces that enters, and what is in it with it.

import { libc } from "./libc.ts";

const SYS_KEYCTL = process.arch === "arm64" ? 219n : 250n; // asm-generic/unistd.h; asm/unistd_64.h of x86-64
const KEYCTL_JOIN_SESSION_KEYRING = 1; // linux/keyctl.h

let isOwn = false;

/**
 * From now on this process, and what it starts, has an empty session keyring of its own in place of the user's. Where keyctl(2)
 * is refused or missing, it is to those that are started too.
 */
export function joinOwnKeyring(): void {
  if (!isOwn) libc().syscall(SYS_KEYCTL, KEYCTL_JOIN_SESSION_KEYRING, null, null, 0);
  isOwn = true;
}
