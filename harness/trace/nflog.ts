// iptables-legacy's trace. It goes to the log of the packet family; with nfnetlink_log as that log, to nflog's group 0.
// linux/netfilter/nfnetlink_log.h; the setting net.netfilter.nf_log.2 (2 is IPv4).

import { readFileSync, writeFileSync } from "node:fs";
import { attribute, attributes, be32, text, u32Bytes } from "../kernel/attribute.ts";
import type { Message } from "../kernel/datagram.ts";
import { EBUSY, EPERM, KernelError, must } from "../kernel/errno.ts";
import { libc } from "../kernel/libc.ts";
import type { Listener } from "../kernel/listener.ts";
import { NFGENMSG_BYTES, receive } from "../kernel/netlink.ts";
import type { Netns } from "../kernel/netns.ts";
import { within } from "../kernel/within.ts";
import { messagesOf, netfilterListener } from "./netfilter.ts";
import { type Packet, readPacket } from "./packet.ts";
import type { TraceRecord } from "./record.ts";

const SUBSYSTEM = 4 << 8; // NFNL_SUBSYS_ULOG
const [PACKET, CONFIG] = [SUBSYSTEM | 0, SUBSYSTEM | 1] as const;
const [CFG_CMD, CFG_MODE, CFG_QTHRESH] = [1, 2, 5] as const;
const BIND = 1;
const COPY_PACKET = Buffer.from([0, 0, 0xff, 0xff, 2, 0]); // struct nfulnl_msg_config_mode: range, mode
const [IFINDEX_INDEV, IFINDEX_OUTDEV, PAYLOAD, PREFIX] = [4, 5, 9, 10] as const;
const NLM_F_REQUEST_ACK = 0x1 | 0x4;
const patience = 2000; // ms until a group that somebody else listens to is given up
const setting = "/proc/sys/net/netfilter/nf_log/2";
const ours = "nfnetlink_log";
const LINE = /^TRACE: (\S+?):(.+):(rule|return|policy):(\d+) $/;

/**
 * Listens from now on. Only one program can: the group is bound before the setting is changed, and let go after the
 * setting is as it was. The caller closes it.
 */
export async function listenToNflog(netns: Netns) {
  const listener = await bound(netns);
  let before: string;
  try {
    before = within(netns, () => readFileSync(setting, "utf8")).trim();
    if (before !== ours) within(netns, () => writeFileSync(setting, ours));
  } catch (error) {
    listener.close();
    throw error;
  }
  return {
    drain: () => messagesOf(listener).flatMap(readNflog),
    close: () => {
      if (before !== ours) within(netns, () => writeFileSync(setting, before));
      listener.close();
    },
  };
}

/** One message as a record; none where it is no trace of an ICMP packet. */
export function readNflog({ type, body }: Message): TraceRecord[] {
  if (type !== PACKET) return [];
  const found = attributes(body, NFGENMSG_BYTES);
  const [, table, chain, what, position] = text(found.get(PREFIX) ?? Buffer.alloc(0)).match(LINE) ?? [];
  const packet: Packet | undefined = readPacket(found.get(PAYLOAD) ?? Buffer.alloc(0));
  if (!table || !chain || !packet) return [];
  const [iif, oif] = [IFINDEX_INDEV, IFINDEX_OUTDEV]
    .map((type) => found.get(type))
    .map((bytes) => bytes && be32(bytes));
  return [
    {
      backend: "legacy",
      family: "ip",
      table,
      chain,
      met:
        what === "rule"
          ? { rule: "position", position: Number(position) }
          : { rule: "none", end: what as "policy" | "return", position: Number(position) },
      ...(iif ? { iif } : {}),
      ...(oif ? { oif } : {}),
      packet,
    },
  ];
}

async function bound(netns: Netns): Promise<Listener> {
  for (const end = performance.now() + patience; ; await Bun.sleep(20)) {
    const listener = netfilterListener(netns, []);
    try {
      configure(listener, attribute(CFG_CMD, Buffer.from([BIND])));
      configure(listener, attribute(CFG_MODE, COPY_PACKET));
      configure(listener, attribute(CFG_QTHRESH, u32Bytes(1).swap32())); // each packet at once
      return listener;
    } catch (error) {
      listener.close();
      // what the kernel says where the group is another's
      const isTaken = error instanceof KernelError && (error.errno === EBUSY || error.errno === EPERM);
      if (!isTaken || performance.now() > end) throw error;
    }
  }
}

function configure({ fd }: Listener, option: Buffer): void {
  const action = "Cannot listen to nflog's group 0 (does another program?)";
  const message = Buffer.alloc(20 + option.length);
  message.writeUInt32LE(message.length, 0);
  message.writeUInt16LE(CONFIG, 4);
  message.writeUInt16LE(NLM_F_REQUEST_ACK, 6);
  option.copy(message, 20); // after struct nfgenmsg: any family, version 0, group 0
  must(libc().sendto(fd, message, message.length, 0, null, 0), action);
  for (;;) {
    const answer = receive(fd, action);
    if (answer.readUInt16LE(4) !== 2) continue; // NLMSG_ERROR answers; a packet may be there before it
    const errno = -answer.readInt32LE(16);
    if (errno) throw new KernelError(action, errno);
    return;
  }
}
