// Which namespaces lie in which: user and pid namespaces are trees, and each network namespace belongs to a user namespace. ioctl_ns(2).

import { closeSync, fstatSync } from "node:fs";
import { EPERM, lastErrno, must } from "./errno.ts";
import { libc } from "./libc.ts";

const NS_GET_USERNS = 0xb701; // linux/nsfs.h
const NS_GET_PARENT = 0xb702;

/** Is it the user or pid namespace with this inode, or one below it? */
export function isWithin(namespace: number, inode: number, action: string): boolean {
  if (fstatSync(namespace).ino === inode) return true;
  return asked(namespace, NS_GET_PARENT, action, (parent) => isWithin(parent, inode, action));
}

/** Does it belong to the user namespace with this inode, or to one below it? */
export const belongsTo = (namespace: number, inode: number, action: string): boolean =>
  asked(namespace, NS_GET_USERNS, action, (owner) => isWithin(owner, inode, action));

function asked(namespace: number, question: number, action: string, about: (answer: number) => boolean): boolean {
  const answer = libc().ioctl(namespace, question, null);
  if (answer < 0 && lastErrno() === EPERM) return false; // it lies above our own: not one of our worlds
  must(answer, action);
  try {
    return about(answer);
  } finally {
    closeSync(answer);
  }
}
