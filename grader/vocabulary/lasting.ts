// Addresses that stay: what is there for a few seconds only is there while it is judged, and then no more.

import type { Address } from "../../harness/kernel/address.ts";
import type { Fact } from "../../harness/kernel/facts.ts";

const least = 60; // seconds; a DHCP server's leases, which are renewed, are longer

/** The addresses, and of one that runs out within a minute also when: no pattern fits it. */
export const lasting = <T extends Address[] | undefined>({ value, ...rest }: Fact<T>): Fact<T> => ({
  value: value?.map((address) => {
    const { local, valid_life_time: left = least } = address;
    return left < least ? { ...address, local: `${local}, for ${left} seconds more` } : address;
  }) as T,
  ...rest,
});
