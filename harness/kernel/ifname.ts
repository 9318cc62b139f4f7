// Link names: ioctl(2) on a netlink socket asks the socket's own namespace. netdevice(7).

import { KernelError, lastErrno } from "./errno.ts";
import { libc } from "./libc.ts";
import type { Netlink } from "./netlink.ts";

const SIOCGIFNAME = 0x8910; // linux/sockios.h
const IFREQ_BYTES = 40; // struct ifreq: the name, then here the index
const IFNAMSIZ = 16;
const ENODEV = 19;

/** A function from index to name, which asks the kernel once for each. A link that is gone is "if7", as for `ip`. */
export function ifnames(netlink: Netlink): (ifindex: number) => string {
  const known = new Map<number, string>();
  return (ifindex) => {
    const name = known.get(ifindex) ?? ifname(netlink, ifindex);
    known.set(ifindex, name);
    return name;
  };
}

function ifname(netlink: Netlink, ifindex: number): string {
  const ifreq = Buffer.alloc(IFREQ_BYTES);
  ifreq.writeUInt32LE(ifindex >>> 0, IFNAMSIZ);
  if (libc().ioctl(netlink.fd, SIOCGIFNAME, ifreq) === 0) return ifreq.toString("utf8", 0, ifreq.indexOf(0));
  const errno = lastErrno();
  if (errno === ENODEV) return `if${ifindex}`;
  throw new KernelError(`Cannot look up a link of the network namespace "${netlink.path}"`, errno);
}
