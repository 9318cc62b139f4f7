export type CapturedInterface = { node: string; ifname: string; lost?: number };
export type CapturedPacket = {
  interface: number;
  time: bigint;
  bytes: Uint8Array;
  length: number;
  direction: "in" | "out";
  cast: "host" | "broadcast" | "multicast" | "otherhost" | "outgoing";
};
export function pcapng(_interfaces: CapturedInterface[], _packets: CapturedPacket[]): Uint8Array {
  return new Uint8Array();
}
