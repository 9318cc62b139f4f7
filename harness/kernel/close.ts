import { close } from "node:fs";

/** Closes a packet socket: the kernel waits some 10 ms for it (RCU; packet_release()), so another thread of this process does. */
export const closeLater = (fd: number): void => close(fd, () => {});
