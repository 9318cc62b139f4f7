import { address } from "../../kernel/inet.ts";
import { need } from "./ethernet.ts";
import type { Dissected } from "./index.ts";

export type Dns = {
  id: number;
  kind: "query" | "response";
  /** "example.com A" */
  questions: string[];
  /** "example.com A 192.0.2.1" */
  answers: string[];
  /** Of a response that is an error: "NXDOMAIN". */
  rcode?: string;
};

// RFC 1035, sections 3.2.2 and 4.1; AAAA: RFC 3596
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
};
const RCODES: Record<number, string> = { 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED" };
const HEADER_BYTES = 12;
const JUMPS = 16; // compression pointers that one name may follow: a ring of them must end

export function dns(bytes: Buffer, into: Dissected): void {
  const flags = bytes.readUInt16BE(2);
  const rcode = RCODES[flags & 0xf];
  const found: Dns = {
    id: bytes.readUInt16BE(0),
    kind: flags & 0x8000 ? "response" : "query",
    questions: [],
    answers: [],
    ...(rcode && { rcode }),
  };
  into.dns = found;
  const [questions, answers] = [bytes.readUInt16BE(4), bytes.readUInt16BE(6)];
  let at = HEADER_BYTES;
  for (let i = 0; i < questions; i++) {
    const { text, end } = name(bytes, at);
    found.questions.push(`${text} ${typeName(bytes.readUInt16BE(end))}`);
    at = end + 4; // type and class
  }
  for (let i = 0; i < answers; i++) {
    const { text, end } = name(bytes, at);
    const type = bytes.readUInt16BE(end);
    const length = bytes.readUInt16BE(end + 8); // behind type, class and time to live
    found.answers.push(`${text} ${typeName(type)}${value(bytes, type, end + 10, length)}`);
    at = end + 10 + length;
  }
}

const typeName = (type: number): string => TYPES[type] ?? `TYPE${type}`;

function value(bytes: Buffer, type: number, at: number, length: number): string {
  const data = need(bytes, at, length);
  if ((type === 1 && length === 4) || (type === 28 && length === 16)) return ` ${address(data)}`;
  return [2, 5, 12].includes(type) ? ` ${name(bytes, at).text}` : "";
}

/** A name is labels, each behind its length; two high bits set mean: go on there. RFC 1035, section 4.1.4. */
function name(bytes: Buffer, start: number): { text: string; end: number } {
  const labels: string[] = [];
  let end: number | undefined;
  let jumps = 0;
  for (let at = start; ; ) {
    const length = bytes.readUInt8(at);
    if (length === 0) return { text: labels.join(".") || ".", end: end ?? at + 1 };
    if (length >= 0xc0) {
      end ??= at + 2;
      if (++jumps > JUMPS) throw new RangeError("A name that points at itself");
      at = bytes.readUInt16BE(at) & 0x3fff;
    } else {
      labels.push(need(bytes, at + 1, length).toString("latin1"));
      at += 1 + length;
    }
  }
}
