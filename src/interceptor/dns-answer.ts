import {
  decode,
  encode,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  type Answer,
  type DecodedPacket,
  type Packet,
} from "dns-packet";
import type { NameTable } from "./name-table.ts";

/** What a resolver makes of one query: the bytes to send back and what to write down. */
export interface DnsAnswer {
  reply: Uint8Array | undefined;
  /** One entry a question; empty when the query could not be read. */
  asked: { name: string; type: string; answers: string[] }[];
  /** Why the query could not be read. */
  malformed?: string;
}

const TTL_SECONDS = 300;
const HEADER_BYTES = 12;
/** Response codes (RFC 1035 §4.1.1). */
const RCODE = { noError: 0, formatError: 1, nameError: 3, notImplemented: 4 } as const;

/**
 * Names that a home router does not pass on to the internet: it answers that they do not exist
 * (RFC 6761, 6762, 8375, 9476 and what routers call their own network). `example` is left out: resolvers pass
 * it on, and the specimens live there.
 */
const NEVER_PUBLIC = [
  "local",
  "localdomain",
  "invalid",
  "test",
  "onion",
  "alt",
  "internal",
  "lan",
  "home",
  "corp",
  "intranet",
  "private",
  "home.arpa",
  "in-addr.arpa",
  "ip6.arpa",
  "resolver.arpa",
  "fritz.box",
];

/**
 * Answers a DNS query (RFC 1035) as a home router would: every public name exists, has one IPv4 address and
 * nothing else; reverse lookups and names of the local network do not exist. Pure but for `names`, which
 * remembers whom it gave an address. Never throws.
 */
export function answerDns(query: Uint8Array, names: NameTable, searchDomain?: string): DnsAnswer {
  let packet: DecodedPacket;
  try {
    packet = decode(Buffer.from(query.buffer, query.byteOffset, query.length));
  } catch (error) {
    return { reply: formatError(query), asked: [], malformed: String(error) };
  }
  if (packet.type === "response")
    return { reply: undefined, asked: [], malformed: "a response, not a query" };
  const questions = packet.questions ?? [];
  if (questions.length === 0) return { reply: formatError(query), asked: [], malformed: "no question in it" };
  const opcode = (query[2]! >> 3) & 0x0f;
  if (opcode !== 0)
    return {
      reply: errorReply(query, RCODE.notImplemented),
      asked: questions.map(({ name, type }) => ({ name, type, answers: [] })),
      malformed: `operation ${opcode}`,
    };
  return answerQuestions(packet, names, searchDomain);
}

function answerQuestions(packet: DecodedPacket, names: NameTable, searchDomain?: string): DnsAnswer {
  const questions = packet.questions ?? [];
  const answers: Answer[] = [];
  const asked: DnsAnswer["asked"] = [];
  let exists = true;
  for (const { name, type } of questions) {
    const data = addressFor(name, names, searchDomain);
    exists &&= data !== undefined;
    const listed = data !== undefined && (type === "A" || (type as string) === "ANY");
    if (listed) answers.push({ name, type: "A", ttl: TTL_SECONDS, class: "IN", data });
    asked.push({ name, type, answers: listed ? [data] : [] });
  }
  const rcode = exists ? RCODE.noError : RCODE.nameError;
  const reply: Packet = {
    type: "response",
    id: packet.id ?? 0,
    flags: ((packet.flags ?? 0) & RECURSION_DESIRED) | RECURSION_AVAILABLE | rcode,
    questions,
    answers,
    additionals: packet.additionals?.some((extra) => extra.type === "OPT") ? [EDNS] : [],
  };
  return { reply: encode(reply), asked };
}

/** RFC 6891: a resolver that is offered EDNS answers with its own. */
const EDNS: Answer = {
  type: "OPT",
  name: ".",
  udpPayloadSize: 1232,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
};

/** The address of a public name; undefined when a home router would say that the name does not exist. */
function addressFor(name: string, names: NameTable, searchDomain?: string): string | undefined {
  const key = name.toLowerCase().replace(/\.$/, "");
  if (key === "localhost" || key.endsWith(".localhost")) return "127.0.0.1";
  if (!key.includes(".")) return undefined;
  const unknown = (suffix: string) => key === suffix || key.endsWith(`.${suffix}`);
  if (NEVER_PUBLIC.some(unknown)) return undefined;
  if (searchDomain !== undefined && unknown(searchDomain.toLowerCase())) return undefined;
  return names.addressOf(key);
}

function formatError(query: Uint8Array): Uint8Array | undefined {
  return errorReply(query, RCODE.formatError);
}

/** A header alone, with the id of the query; undefined when not even that can be read. */
function errorReply(query: Uint8Array, rcode: number): Uint8Array | undefined {
  if (query.length < HEADER_BYTES) return undefined;
  const reply = Buffer.alloc(HEADER_BYTES);
  reply.set(query.subarray(0, 2));
  const QR = 0x80;
  const OPCODE_AND_RD = 0x79;
  reply[2] = QR | (query[2]! & OPCODE_AND_RD);
  reply[3] = 0x80 | rcode;
  return reply;
}
