/** A stretch of recorded bytes as text: the hit, and enough around it to see what it stands in. */
export interface Excerpt {
  before: string;
  hit: string;
  after: string;
  /** Bytes (of text: characters) of the hit that are not shown. */
  hitMore: number;
  startsInside: boolean;
  endsInside: boolean;
  form: "as sent" | "decoded" | "hexadecimal";
}

const CONTEXT_BEFORE = 140;
const CONTEXT_AFTER = 220;
const HIT_LIMIT = 600;
/** Bytes of a hit shown in hexadecimal, at two digits and a space each. */
const HEX_LIMIT = 160;

/** The bytes around `[start, end)`: as UTF-8 when that is what they are, else in hexadecimal. */
export function excerptOfBytes(bytes: Uint8Array, [start, end]: readonly [number, number]): Excerpt {
  const from = characterStart(bytes, Math.max(0, start - CONTEXT_BEFORE));
  const until = characterStart(bytes, Math.min(bytes.length, end + CONTEXT_AFTER));
  const parts = (limit: number) => ({
    before: bytes.subarray(Math.min(from, start), start),
    hit: bytes.subarray(start, Math.min(end, start + limit)),
    after: bytes.subarray(end, Math.max(end, until)),
  });
  const window = { startsInside: from > 0, endsInside: until < bytes.length };
  const hitMore = (limit: number) => Math.max(0, end - start - limit);
  const asText = mapParts(parts(HIT_LIMIT), readText);
  if (asText !== undefined) return { ...asText, ...window, hitMore: hitMore(HIT_LIMIT), form: "as sent" };
  const hex = mapParts(parts(HEX_LIMIT), toHex)!;
  return { ...hex, ...window, hitMore: hitMore(HEX_LIMIT), form: "hexadecimal" };
}

/** The part of a decoded field around `value`, or its beginning when the value stands there transformed. */
export function excerptOfText(field: string, value: string | undefined): Excerpt {
  const found = value === undefined || value === "" ? -1 : field.indexOf(value);
  const start = Math.max(0, found);
  const end = found < 0 ? field.length : found + value!.length;
  const from = Math.max(0, start - CONTEXT_BEFORE);
  const until = Math.min(field.length, end + CONTEXT_AFTER);
  return {
    before: field.slice(from, start),
    hit: field.slice(start, Math.min(end, start + HIT_LIMIT)),
    after: field.slice(end, until),
    hitMore: Math.max(0, end - start - HIT_LIMIT),
    startsInside: from > 0,
    endsInside: until < field.length,
    form: "decoded",
  };
}

/** The first `limit` bytes, with no hit in them. */
export function openingOfBytes(bytes: Uint8Array, limit: number): Excerpt {
  const until = bytes.length > limit ? characterStart(bytes, limit) : bytes.length;
  const none = { before: "", hit: "", hitMore: 0, startsInside: false, endsInside: until < bytes.length };
  const read = readText(bytes.subarray(0, until));
  if (read !== undefined) return { ...none, after: read, form: "as sent" };
  const hexUntil = Math.min(until, HEX_LIMIT);
  const after = toHex(bytes.subarray(0, hexUntil));
  return { ...none, after, endsInside: hexUntil < bytes.length, form: "hexadecimal" };
}

/** Characters that the excerpt adds to the page, before escaping. */
export function excerptSize(excerpt: Excerpt): number {
  return excerpt.before.length + excerpt.hit.length + excerpt.after.length;
}

interface Parts<T> {
  before: T;
  hit: T;
  after: T;
}

function mapParts(
  parts: Parts<Uint8Array>,
  read: (bytes: Uint8Array) => string | undefined,
): Parts<string> | undefined {
  const before = read(parts.before);
  const hit = read(parts.hit);
  const after = read(parts.after);
  return before === undefined || hit === undefined || after === undefined
    ? undefined
    : { before, hit, after };
}

/** Text, if the bytes are UTF-8 but for a character cut at either end, and few of them are controls. */
function readText(bytes: Uint8Array): string | undefined {
  const read = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
  const controls = bytes.filter((byte) => byte < 0x20 && !TEXT_CONTROLS.includes(byte)).length;
  const strange = controls + (read.match(/\ufffd/gu)?.length ?? 0);
  return strange > 2 + read.length / 20 ? undefined : read;
}

/** Tab, line feed, carriage return, and the escape that begins a colour. */
const TEXT_CONTROLS = [0x09, 0x0a, 0x0d, 0x1b];

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

/** The nearest place at or before `offset` where a UTF-8 character begins. */
function characterStart(bytes: Uint8Array, offset: number): number {
  let place = offset;
  while (place > 0 && offset - place < 3 && place < bytes.length && (bytes[place]! & 0xc0) === 0x80) place--;
  return place;
}
