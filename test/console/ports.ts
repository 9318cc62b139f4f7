// A bridge made by hand takes the lowest MAC address of its ports: which port's that is, is random. So a port's own address is
// told apart from the bridge's, wherever it stands, even where they are the same.

/** The names of all ports, from the commands that plug them in. */
export const portsOf = (commands: string): Set<string> =>
  new Set([
    ...[...commands.matchAll(/(\S+) master \S/g)].map(([, name]) => name!),
    ...[...commands.matchAll(/\bbrctl addif \S+ (\S+)/g)].map(([, name]) => name!),
  ]);

/** For the lines of one output in order: "@veth1" where the line shows the own address of that port, else "". */
export function ownOfPort(ports: Set<string>): (line: string) => string {
  let interfaceShown = "";
  return (line) => {
    const permanent = line.match(/\bdev (\S+).* permanent\b/); // bridge fdb: the port's own address
    if (permanent) return `@${permanent[1]}`;
    const local = line.match(/^ *(\d+)\t\S+\tyes/); // brctl showmacs: likewise, by number
    if (local) return `@port ${local[1]}`;
    const [, name] =
      line.match(/^(?:\d+: )?([\w.-]+)(?:@\S+?)?(?:: | +(?:UP|DOWN|UNKNOWN|LOWERLAYERDOWN) )/) ??
      line.match(/"ifname": "([^"]+)"/) ??
      [];
    if (name) interfaceShown = name;
    return ports.has(interfaceShown) ? `@${interfaceShown}` : "";
  };
}
