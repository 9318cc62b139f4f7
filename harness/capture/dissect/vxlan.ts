// RFC 7348, section 5: an Ethernet frame in a UDP datagram.

import { type Dissected, readFrame } from "./index.ts";
import { part } from "./part.ts";

/** `vni`: which of the virtual networks the inner frame belongs to. */
export type Vxlan = { vni: number; inner: Dissected };

const HEADER_BYTES = 8; // 8 flags, 24 bits reserved, 24 bits of VNI, 8 bits reserved
const HAS_VNI = 0x08;

/** Something else on this port, without the flag that every VXLAN packet has, stays unread. */
export function vxlan(bytes: Buffer, frame: Dissected): void {
  const header = part(bytes, 0, HEADER_BYTES, "VXLAN header");
  if (header.readUInt8(0) & HAS_VNI)
    frame.vxlan = { vni: header.readUIntBE(4, 3), inner: readFrame(bytes.subarray(HEADER_BYTES)) };
}
