import { addGap, addRest, addText, isSpent, pointerToken } from "./walk.ts";
import type { BodyHead, FormatDecoder, Place, Walk } from "./walk.ts";

/**
 * `multipart/*` (RFC 2046, 5.1; form-data: RFC 7578). A part is opened as a body at `/<its name>`, or at its
 * number where it has none; its header fields are leaves at `/<name>/headers/<field>`.
 */
export const multipart: FormatDecoder = {
  id: "multipart",
  accepts(head) {
    return head.contentType !== undefined && /^multipart\//i.test(head.contentType);
  },
  decode(bytes, place, walk, head) {
    const boundary = boundaryOf(head.contentType ?? "");
    if (boundary === undefined) {
      addGap(walk, place.pointer, "multipart: no boundary declared");
      return false;
    }
    readParts(
      { bytes, buffer: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), place, walk },
      boundary,
    );
    return true;
  },
};

interface Source {
  bytes: Uint8Array;
  buffer: Buffer;
  place: Place;
  walk: Walk;
}

function boundaryOf(contentType: string): string | undefined {
  const found = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType);
  return found?.[1] ?? found?.[2];
}

function readParts(source: Source, boundary: string): void {
  const { buffer, bytes, place, walk } = source;
  const delimiter = `--${boundary}`;
  let at = buffer.indexOf(delimiter);
  if (at === -1) return addRest(walk, place, { bytes, start: 0, reason: "multipart: boundary not found" });
  if (at > 0) readLoose(source, "preamble", 0, at);
  for (let part = 0; ; part++) {
    const after = at + delimiter.length;
    if (buffer.toString("latin1", after, after + 2) === "--")
      return readLoose(source, "epilogue", after + 2, bytes.length);
    const start = lineAfter(buffer, after);
    const next = buffer.indexOf(`\n${delimiter}`, start - 1);
    if (next === -1 || isSpent(walk)) {
      readPart(source, part, start, bytes.length);
      return addGap(
        walk,
        place.pointer,
        `multipart: part ${part} is the last read, no closing boundary follows`,
      );
    }
    readPart(source, part, start, Math.max(start, buffer[next - 1] === CR ? next - 1 : next));
    at = next + 1;
  }
}

const CR = 0x0d;
const LF = 0x0a;

function lineAfter(buffer: Buffer, from: number): number {
  const feed = buffer.indexOf(LF, from);
  return feed === -1 ? buffer.length : feed + 1;
}

/** Text before the first and after the last part: clients ignore it, so it is a place to hide things. */
function readLoose({ bytes, place, walk }: Source, name: string, start: number, end: number): void {
  if (bytes.subarray(start, end).every((byte) => byte === CR || byte === LF)) return;
  const { layers, base, whole } = place;
  const inside = { pointer: `${place.pointer}/${name}`, layers, base: base + start, ...(whole && { whole }) };
  walk.openBytes(bytes.subarray(start, end), inside, {});
}

function readPart({ bytes, buffer, place, walk }: Source, part: number, start: number, end: number): void {
  const fields: { name: string; value: string; start: number; end: number }[] = [];
  let at = start;
  while (at < end) {
    const next = Math.min(lineAfter(buffer, at), end);
    const line = buffer.toString("utf8", at, next).replace(/\r?\n$/, "");
    const colon = line.indexOf(":");
    const lineStart = at;
    at = next;
    if (line === "" || colon === -1) break;
    const value = line.slice(colon + 1).trim();
    fields.push({ name: line.slice(0, colon).toLowerCase(), value, start: lineStart, end: next });
  }
  const field = (name: string) => fields.find((candidate) => candidate.name === name)?.value;
  const name = /[;\s]name="?([^";]*)"?/i.exec(field("content-disposition") ?? "")?.[1] ?? String(part);
  const pointer = `${place.pointer}/${pointerToken(name)}`;
  for (const { name: header, value, start: from, end: to } of fields) {
    const leaf = {
      pointer: `${pointer}/headers/${pointerToken(header)}`,
      text: value,
      kind: "text",
    } as const;
    addText(walk, place, { ...leaf, start: from, end: to });
  }
  const { layers, base, whole } = place;
  openPart(bytes.subarray(at, end), { pointer, layers, base: base + at, ...(whole && { whole }) }, walk, {
    contentType: field("content-type"),
    contentEncoding: field("content-encoding"),
    transfer: field("content-transfer-encoding")?.toLowerCase(),
  });
}

function openPart(
  bytes: Uint8Array,
  place: Place,
  walk: Walk,
  head: Record<"contentType" | "contentEncoding" | "transfer", string | undefined>,
): void {
  const inner: BodyHead = {};
  if (head.contentType !== undefined) inner.contentType = head.contentType;
  if (head.contentEncoding !== undefined) inner.contentEncoding = head.contentEncoding;
  if (head.transfer !== "base64") {
    walk.openBytes(bytes, place, inner);
    return;
  }
  const decoded = Buffer.from(Buffer.from(bytes).toString("latin1"), "base64");
  const whole = place.whole ?? [place.base, place.base + bytes.length];
  walk.openBytes(decoded, { ...place, layers: [...place.layers, "base64"], whole }, inner);
}
