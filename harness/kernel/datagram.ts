// The messages in one datagram from the kernel. netlink(7); linux/netlink.h.

import { align } from "./attribute.ts";
import { KernelError } from "./errno.ts";

/** One answer: its type (RTM_NEWLINK …) and what follows the netlink header. */
export type Message = { type: number; body: Buffer };

/** struct nlmsghdr: u32 length, u16 type, u16 flags, u32 sequence, u32 port. */
export const NLMSG_HEADER_BYTES = 16;
const NLM_F_DUMP_INTR = 0x10; // the tables changed while they were being listed
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLMSG_MIN_TYPE = 16; // below it are netlink's own messages

/** What one datagram says in answer to request `sequence`, where one was sent; answers to older requests are passed over. */
export function parse(datagram: Buffer, sequence: number | undefined, action: string) {
  const messages: Message[] = [];
  let done = false;
  let interrupted = false;
  for (let at = 0; at < datagram.length; ) {
    const length = at + NLMSG_HEADER_BYTES <= datagram.length ? datagram.readUInt32LE(at) : 0;
    if (length < NLMSG_HEADER_BYTES || at + length > datagram.length)
      throw new Error(`${action}: an answer is cut short`);
    const type = datagram.readUInt16LE(at + 4);
    const body = datagram.subarray(at + NLMSG_HEADER_BYTES, at + length);
    if (sequence === undefined || datagram.readUInt32LE(at + 8) === sequence) {
      interrupted ||= (datagram.readUInt16LE(at + 6) & NLM_F_DUMP_INTR) !== 0;
      if (type === NLMSG_ERROR || type === NLMSG_DONE) throwRefusal(body, action);
      if (type === NLMSG_ERROR || type === NLMSG_DONE) done = true; // NLMSG_ERROR with 0: an order was carried out
      if (type >= NLMSG_MIN_TYPE) messages.push({ type, body });
    }
    at += align(length);
  }
  return { messages, done, interrupted };
}

/** NLMSG_ERROR and NLMSG_DONE begin with a negative errno, or with 0 or more where all is well. */
function throwRefusal(body: Buffer, action: string): void {
  const status = body.length >= 4 ? body.readInt32LE(0) : 0;
  if (status < 0) throw new KernelError(action, -status);
}
