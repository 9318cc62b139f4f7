// Which namespaces lie in which: user and pid namespaces are trees, and each network namespace belongs to a user namespace. ioctl_ns(2).

import { closeSync, fstatSync } from "node:fs";
import { EPERM, lastErrno, must } from "./errno.ts";
import { libc } from "./libc.ts";

const NS_GET_USERNS = 0xb701; // linux/nsfs.h
const NS_GET_PARENT = 0xb702;
const NS_GET_OWNER_UID = 0xb704;

/** Is it the user or pid namespace with this inode, or one below it? */
export function isWithin(namespace: number, inode: number, action: string): boolean {
  if (fstatSync(namespace).ino === inode) return true;
  return asked(namespace, NS_GET_PARENT, action, false, (parent) => isWithin(parent, inode, action));
}

/** Does it belong to the user namespace with this inode, or to one below it? */
export const belongsTo = (namespace: number, inode: number, action: string): boolean =>
  asked(namespace, NS_GET_USERNS, action, false, (owner) => isWithin(owner, inode, action));

/** The user who made the user namespace that it belongs to: that one's root, for sockets. Undefined where it lies above our own. */
export const ownerOf = (namespace: number, action: string): number | undefined =>
  asked<number | undefined>(namespace, NS_GET_USERNS, action, undefined, (owner) => {
    const uid = new Uint32Array(1);
    must(libc().ioctl(owner, NS_GET_OWNER_UID, uid), action);
    return uid[0];
  });

function asked<T>(namespace: number, question: number, action: string, above: T, about: (answer: number) => T): T {
  const answer = libc().ioctl(namespace, question, null);
  if (answer < 0 && lastErrno() === EPERM) return above; // it lies above our own: not one of our worlds
  must(answer, action);
  try {
    return about(answer);
  } finally {
    closeSync(answer);
  }
}
