// RFC 1035, section 4: a DNS message; the type AAAA is from RFC 3596, SRV from RFC 2782.

import { address } from "../../kernel/inet.ts";
import { domainName } from "./dns-name.ts";
import type { Dissected } from "./index.ts";
import { part } from "./part.ts";

export type Dns = {
  id: number;
  kind: "query" | "response";
  /** "example.com A" */
  questions: string[];
  /** "example.com A 192.0.2.1" */
  answers: string[];
  /** Of a response that tells an error: "NXDOMAIN". */
  rcode?: string;
};

const HEADER_BYTES = 12;
const IS_RESPONSE = 0x8000;
const TYPES: Record<number, string> = {
  1: "A",
  2: "NS",
  5: "CNAME",
  6: "SOA",
  12: "PTR",
  15: "MX",
  16: "TXT",
  28: "AAAA",
  33: "SRV",
  65: "HTTPS", // RFC 9460
  255: "ANY",
};
const RCODES = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

export function dns(message: Buffer, frame: Dissected): void {
  const header = part(message, 0, HEADER_BYTES, "DNS header");
  const flags = header.readUInt16BE(2);
  const kind = flags & IS_RESPONSE ? "response" : "query";
  const rcode = flags & 0xf;
  const found: Dns = { id: header.readUInt16BE(0), kind, questions: [], answers: [] };
  if (kind === "response" && rcode) found.rcode = RCODES[rcode] ?? `RCODE${rcode}`;
  frame.dns = found;
  let at = HEADER_BYTES;
  for (let left = header.readUInt16BE(4); left > 0; left--) {
    const { name, end } = domainName(message, at);
    const fixed = part(message, end, 4, "DNS question"); // type, class
    found.questions.push(`${name} ${typeName(fixed.readUInt16BE(0))}`);
    at = end + fixed.length;
  }
  for (let left = header.readUInt16BE(6); left > 0; left--) {
    const { name, end } = domainName(message, at);
    const fixed = part(message, end, 10, "DNS answer"); // type, class, time to live, length of the data
    const data = end + fixed.length;
    at = data + part(message, data, fixed.readUInt16BE(8), "DNS answer").length;
    const type = typeName(fixed.readUInt16BE(0));
    found.answers.push([name, type, value(message.subarray(0, at), data, type)].filter(Boolean).join(" "));
  }
}

const typeName = (type: number): string => TYPES[type] ?? `TYPE${type}`;

/** What a record says, as a zone file writes it; "" for types that are not told here. `message` ends with the record. */
function value(message: Buffer, at: number, type: string): string {
  const number = (offset: number) => part(message, at + offset, 2, `DNS ${type} record`).readUInt16BE(0);
  switch (type) {
    case "A":
      return address(part(message, at, 4, "DNS A record"));
    case "AAAA":
      return address(part(message, at, 16, "DNS AAAA record"));
    case "NS":
    case "CNAME":
    case "PTR":
      return domainName(message, at).name;
    case "MX":
      return `${number(0)} ${domainName(message, at + 2).name}`;
    case "SRV":
      return `${number(0)} ${number(2)} ${number(4)} ${domainName(message, at + 6).name}`;
    default:
      return "";
  }
}
