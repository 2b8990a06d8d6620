import type { Headers } from "../model/event.ts";

/** The head of an HTTP/1 request as it was sent. */
export interface RequestHead {
  method: string;
  /** Request target as sent: origin, absolute, authority or asterisk form (RFC 9112 §3.2). */
  target: string;
  version: "1.0" | "1.1";
  /** Order, case and repetitions kept; values without the white space around them. */
  headers: Headers;
  /** Every byte from the first to the empty line, blank lines before the request included. */
  raw: Uint8Array;
}

/** How the end of a body is known (RFC 9112 §6.3). `tunnel`: CONNECT, what follows is no HTTP. */
export type Framing = { kind: "none" | "chunked" | "tunnel" } | { kind: "length"; bytes: number };

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([^\s]+) HTTP\/([0-9])\.([0-9])$/;
const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/**
 * Parses a complete head, empty line included. Text is Latin-1, so that every byte stays what it was.
 * @returns the head, or in words what RFC 9112 forbids about it.
 */
export function parseHead(raw: Uint8Array): RequestHead | string {
  const text = Buffer.from(raw.buffer, raw.byteOffset, raw.length).toString("latin1");
  let start = 0;
  while (text[start] === "\r" || text[start] === "\n") start++;
  const lineEnd = text.indexOf("\n", start);
  const line = REQUEST_LINE.exec(withoutReturn(text, start, lineEnd));
  if (!line) return "the request line is not `method target HTTP/version`";
  if (line[3] !== "1") return `HTTP version ${line[3]}.${line[4]}`;
  const headers = parseFields(text, lineEnd + 1);
  if (typeof headers === "string") return headers;
  return { method: line[1]!, target: line[2]!, version: line[4] === "0" ? "1.0" : "1.1", headers, raw };
}

/**
 * Header or trailer lines of Latin-1 `text` from `from` to the empty line.
 * @returns in words what RFC 9112 §5 forbids.
 */
export function parseFields(text: string, from: number): Headers | string {
  const headers: Headers = [];
  let lineEnd: number;
  for (let start = from; start < text.length; start = lineEnd + 1) {
    lineEnd = text.indexOf("\n", start);
    const field = withoutReturn(text, start, lineEnd);
    if (field === "") break;
    const colon = field.indexOf(":");
    if (colon < 0) return "a header line without a colon";
    const name = field.slice(0, colon);
    // Also refuses a folded line and a blank before the colon (RFC 9112 §5.1, §5.2).
    if (!FIELD_NAME.test(name)) return "a header name with a forbidden character";
    const value = withoutOuterBlanks(field, colon + 1);
    if (value.includes("\0") || value.includes("\r")) return "a header value with a forbidden character";
    headers.push([name, value]);
  }
  return headers;
}

function withoutReturn(text: string, start: number, lineFeed: number): string {
  return text.slice(start, text[lineFeed - 1] === "\r" && lineFeed > start ? lineFeed - 1 : lineFeed);
}

/** Only blanks and tabs are optional white space (RFC 9110 §5.6.3); `trim` would take more. */
function withoutOuterBlanks(text: string, from: number): string {
  let start = from;
  let end = text.length;
  while (start < end && (text[start] === " " || text[start] === "\t")) start++;
  while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  return text.slice(start, end);
}

/** Decides how the body ends. @returns in words what RFC 9112 §6 forbids. */
export function framingOf(head: RequestHead): Framing | string {
  if (head.method === "CONNECT") return { kind: "tunnel" };
  const codings: string[] = [];
  const lengths = new Set<string>();
  for (const [name, value] of head.headers) {
    const { length } = name;
    if (length !== 14 && length !== 17) continue;
    const key = name.toLowerCase();
    if (key === "transfer-encoding") codings.push(...listed(value));
    else if (key === "content-length") for (const one of listed(value)) lengths.add(one);
  }
  if (codings.length > 0) {
    if (codings.at(-1)!.toLowerCase() !== "chunked") return "a transfer coding that does not end in chunked";
    if (lengths.size > 0) return "both Transfer-Encoding and Content-Length";
    return { kind: "chunked" };
  }
  if (lengths.size > 1) return "several different Content-Lengths";
  for (const length of lengths) {
    const bytes = /^\d{1,16}$/.test(length) ? Number(length) : NaN;
    if (!Number.isSafeInteger(bytes)) return "a Content-Length that is no number";
    return bytes === 0 ? { kind: "none" } : { kind: "length", bytes };
  }
  return { kind: "none" };
}

function listed(value: string): string[] {
  return value.split(",").map((one) => one.trim());
}

/** First value of a header, whatever its case. */
export function headerOf(headers: Headers, lowerCaseName: string): string | undefined {
  for (const [name, value] of headers)
    if (name.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName) return value;
  return undefined;
}

/** True when a comma-separated header lists `lowerCaseToken`. */
export function headerLists(headers: Headers, lowerCaseName: string, lowerCaseToken: string): boolean {
  for (const [name, value] of headers)
    if (
      name.length === lowerCaseName.length &&
      name.toLowerCase() === lowerCaseName &&
      listed(value.toLowerCase()).includes(lowerCaseToken)
    )
      return true;
  return false;
}
