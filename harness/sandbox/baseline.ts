// A new network namespace inherits these from the machine's first one (devconf_inherit_init_net=0): begin equal everywhere.

const baseline = [
  "net/ipv4/ip_forward=0",
  "net/ipv4/conf/all/rp_filter=0",
  "net/ipv4/conf/default/rp_filter=0",
  "net/ipv6/conf/all/forwarding=0",
  "net/bridge/bridge-nf-call-iptables=0",
  "net/bridge/bridge-nf-call-ip6tables=0",
  "net/bridge/bridge-nf-call-arptables=0",
];

/** Shell commands that set it in the network namespace they run in. */
export const baselineScript = baseline
  .map((line) => line.split("="))
  .map(([key, value]) => `[ ! -w /proc/sys/${key} ] || echo ${value} > /proc/sys/${key}`)
  .join("\n");
