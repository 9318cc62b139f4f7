// Is a text an address? node:net knows, and takes Bun longer to load than to start: so who asks loads it.

const net = () => process.getBuiltinModule("node:net");

export const isIPv4 = (text: string): boolean => net().isIPv4(text);
export const isIPv6 = (text: string): boolean => net().isIPv6(text);
export const isIP = (text: string): boolean => net().isIP(text) !== 0;
