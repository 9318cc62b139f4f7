import { ethernet } from "./ethernet.ts";
import type { Dissected } from "./index.ts";

const HEADER_BYTES = 8; // RFC 7348, section 5: flags, 24 bits reserved, VNI, 8 bits reserved
const VNI_IS_VALID = 0x08;

export function vxlan(bytes: Buffer, into: Dissected): void {
  if (!(bytes.readUInt8(0) & VNI_IS_VALID)) return;
  const inner: Dissected = { eth: { src: "", dst: "", type: 0 } };
  into.vxlan = { vni: bytes.readUIntBE(4, 3), inner };
  ethernet(bytes.subarray(HEADER_BYTES), inner);
}
