// In a trace each packet has an id, and all its lines repeat it. The kernel may give the id of an earlier packet again, so a packet
// is told by its id and by the IP header's, which stands in the first of its lines.

const traceId = /(?<=PACKET: \d+ |TRACE: \d+ |\btrace id )[\da-f]{8}\b/;
const ipId = /\b(?:ID=|ip id )(\d+)/;

/** For the lines of one output in order: the line with its trace id as the number of the packet. */
export function byPacket(): (line: string) => string {
  const current = new Map<string, string>();
  const numbers = new Map<string, number>();
  return (line) =>
    line.replace(traceId, (id) => {
      const header = line.match(ipId);
      if (header) current.set(id, `${id} ${header[1]}`);
      const packet = current.get(id) ?? id;
      if (!numbers.has(packet)) numbers.set(packet, numbers.size + 1);
      return `packet ${numbers.get(packet)}`;
    });
}
