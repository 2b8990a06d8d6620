import { looksLikeTls } from "./client-hello.ts";

/** What the first bytes of a connection are; `undecided` wants more of them. */
export type Sniffed = "tls" | "http1" | "h2" | "raw" | "undecided";

/** RFC 9113 §3.4: what every HTTP/2 client sends first. */
const H2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/** A request line longer than this before its first blank is no method. */
const METHOD_CHARS_MAX = 40;
const TOKEN_CHARACTER = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Tells a connection's protocol from the bytes the client sent first, whatever the port. HTTP/1 is recognised
 * by a method, a blank and a line that ends in a version; until the line has ended it may be anything.
 */
export function sniff(first: Uint8Array): Sniffed {
  if (first.length === 0) return "undecided";
  if (looksLikeTls(first)) return "tls";
  const text = Buffer.from(first.buffer, first.byteOffset, Math.min(first.length, 16_384)).toString("latin1");
  if (H2_PREFACE.startsWith(text) || text.startsWith(H2_PREFACE))
    return text.length >= H2_PREFACE.length ? "h2" : "undecided";
  const line = text.replace(/^[\r\n]+/, "");
  const blank = line.indexOf(" ");
  const method = blank < 0 ? line : line.slice(0, blank);
  if (method.length > METHOD_CHARS_MAX || (method !== "" && !TOKEN_CHARACTER.test(method))) return "raw";
  const lineEnd = line.indexOf("\n");
  if (lineEnd < 0) return text.length >= 16_384 ? "raw" : "undecided";
  return / HTTP\/\d\.\d\r?$/.test(line.slice(0, lineEnd)) ? "http1" : "raw";
}

/** A name for what was spoken on a raw connection, from a fixed sign of it; `unknown` otherwise. */
export function nameRawProtocol(sent: Uint8Array): string {
  const text = Buffer.from(sent.buffer, sent.byteOffset, Math.min(sent.length, 256)).toString("latin1");
  if (sent.length === 0) return "silent";
  if (text.startsWith("SSH-")) return "ssh";
  if (/^(EHLO|HELO|MAIL) /i.test(text)) return "smtp";
  if (/^[0-9a-f]{4}git-upload-pack /.test(text)) return "git";
  if (sent[0] === 5 && sent.length === 2 + (sent[1] ?? 0)) return "socks5";
  if (sent[0] === 4 && sent[1] === 1 && sent.length >= 9) return "socks4";
  if (text.startsWith("*") && /^\*\d+\r\n\$\d+\r\n/.test(text)) return "redis";
  return "unknown";
}
