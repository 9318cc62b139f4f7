import type { Message } from "../kernel/datagram.ts";
import { type Listener, listen } from "../kernel/listener.ts";
import { NETLINK_NETFILTER } from "../kernel/netlink.ts";
import type { Netns } from "../kernel/netns.ts";

const bytes = 4 * 1024 * 1024; // a flood of pings is traced too

/** Listens to groups of netfilter in the network namespace. The caller closes it. */
export const netfilterListener = (netns: Netns, groups: number[]): Listener =>
  listen(netns, { protocol: NETLINK_NETFILTER, groups, bytes });

/** What has come since the last call; throws where something was left out. */
export function messagesOf(listener: Listener): Message[] {
  const messages: Message[] = [];
  listener.drain((message) => messages.push(message));
  return messages;
}
