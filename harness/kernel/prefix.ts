// Addresses as numbers, for comparing: prefixes and ranges.

import { isIPv6 } from "../ground/ip.ts";
import { addressBytes } from "./inet.ts";

/** Is the IPv4 address in the prefix, "172.17.0.0/16" or an address alone? Undefined where that is no IPv4 prefix. */
export function isIn(address: string, prefix: string): boolean | undefined {
  const [base = "", length = "32"] = prefix.split("/");
  const [one, other] = [numberOf(address), numberOf(base)];
  if (one === undefined || other === undefined || !/^\d+$/.test(length)) return undefined;
  const size = 2 ** (32 - Number(length));
  return Math.floor(one / size) === Math.floor(other / size);
}

/** The same of IPv6. */
export function isIn6(address: string, prefix: string): boolean | undefined {
  const [base = "", length = "128"] = prefix.split("/");
  if (!isIPv6(address) || !isIPv6(base) || !/^\d+$/.test(length)) return undefined;
  const [one, other] = [address, base].map((text) => BigInt(`0x${addressBytes(text).toString("hex")}`));
  const rest = BigInt(128 - Number(length));
  return one! >> rest === other! >> rest;
}

/** An IPv4 address as a number, for comparing; undefined for any other text. */
export function numberOf(address: string): number | undefined {
  if (!/^\d{1,3}(\.\d{1,3}){3}$/.test(address)) return undefined;
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** Do two IPv4 prefixes have an address in common? The default route has all, and is meant for the rest. */
export const overlap = (one: string, other: string): boolean =>
  ![one, other].some((prefix) => prefix.endsWith("/0")) &&
  (isIn(baseOf(one), other) || isIn(baseOf(other), one)) === true;

const baseOf = (prefix: string): string => prefix.replace(/\/.*/, "");
