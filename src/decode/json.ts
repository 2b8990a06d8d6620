import { addLeaf, addRest, addText, isSpent, pointerToken, rangeIn } from "./walk.ts";
import type { FormatDecoder, Place, Walk } from "./walk.ts";

/**
 * JSON (RFC 8259) read by its own scanner, because a parser that builds objects forgets what is evidence here:
 * where each value stands, the order of keys, and keys that occur twice. It keeps its own stack, so depth costs
 * no call frames.
 */
export const json: FormatDecoder = {
  id: "json",
  accepts(head, bytes) {
    if (head.contentType !== undefined && /[/+]json\b/.test(head.contentType)) return true;
    const first = bytes[firstNonSpace(bytes, 0)];
    return first === OPEN_OBJECT || first === OPEN_ARRAY;
  },
  decode(bytes, place, walk, head) {
    const declared = head.contentType !== undefined && /[/+]json\b/.test(head.contentType);
    const before = walk.leaves.length;
    const scanned = scanJson(bytes, place, walk, { start: 0, end: bytes.length });
    const problem =
      scanned.problem ??
      (firstNonSpace(bytes, scanned.next) < bytes.length ? "text after the document" : undefined);
    if (problem === undefined) return true;
    if (!declared && walk.leaves.length === before) return false;
    addRest(walk, place, { bytes, start: scanned.next, reason: `json: ${problem} at byte ${scanned.next}` });
    return true;
  },
};

/** Reads exactly one document and nothing after it: what a string must be to count as JSON inside a string. */
export function isWholeJson(bytes: Uint8Array, place: Place, walk: Walk): boolean {
  const scanned = scanJson(bytes, place, walk, { start: 0, end: bytes.length });
  return scanned.problem === undefined && firstNonSpace(bytes, scanned.next) === bytes.length;
}

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
/** Stands for the index of a container that has none. */
const IN_OBJECT = -1;

interface Cursor {
  readonly bytes: Uint8Array;
  /** The same bytes as one single-byte string: slices of it are free, and right wherever a run is ASCII. */
  readonly latin1: string;
  readonly buffer: Buffer;
  readonly end: number;
  readonly place: Place;
  readonly walk: Walk;
  /** Next byte to read. */
  i: number;
  problem: string | undefined;
  /** Pointers of the containers that are open, and for each the next index, or -1 in an object. */
  readonly pointers: string[];
  readonly indices: number[];
  /** Pointer of the value that is read next. */
  pointer: string;
}

/**
 * Reads one document from `span.start` and adds its leaves. `next` is the first byte not read; with a
 * `problem` it is the start of the token that could not be.
 */
function scanJson(
  bytes: Uint8Array,
  place: Place,
  walk: Walk,
  span: { start: number; end: number },
): { next: number; problem?: string } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const cursor: Cursor = {
    bytes,
    buffer,
    latin1: buffer.toString("latin1", 0, span.end),
    end: span.end,
    place,
    walk,
    i: firstNonSpace(bytes, span.start),
    problem: undefined,
    pointers: [],
    indices: [],
    pointer: place.pointer,
  };
  readDocument(cursor);
  return cursor.problem === undefined ? { next: cursor.i } : { next: cursor.i, problem: cursor.problem };
}

function readDocument(cursor: Cursor): void {
  for (;;) {
    const entered = readValue(cursor);
    if (cursor.problem !== undefined) return;
    if (!entered && !nextMember(cursor)) return;
  }
}

/** Reads a scalar or an empty container whole; true when it entered a container and its first value is next. */
function readValue(cursor: Cursor): boolean {
  skipSpace(cursor);
  if (isSpent(cursor.walk)) return fail(cursor, "limit of leaves reached");
  if (cursor.i >= cursor.end) return fail(cursor, "ends early");
  const byte = cursor.bytes[cursor.i]!;
  if (byte === QUOTE) return readString(cursor, "string");
  if (byte === OPEN_OBJECT) return enter(cursor, CLOSE_OBJECT);
  if (byte === OPEN_ARRAY) return enter(cursor, CLOSE_ARRAY);
  return readLiteral(cursor);
}

function enter(cursor: Cursor, close: number): boolean {
  const { walk, place, pointer } = cursor;
  const start = cursor.i;
  const inside = firstNonSpace(cursor.bytes, start + 1);
  if (inside < cursor.end && cursor.bytes[inside] === close) {
    cursor.i = inside + 1;
    const text = close === CLOSE_OBJECT ? "{}" : "[]";
    const range = rangeIn(place, start, cursor.i);
    addLeaf(walk, { pointer, encodings: place.layers as string[], text, kind: "empty", range });
    return false;
  }
  if (cursor.pointers.length >= walk.limits.depth)
    return fail(cursor, `nested deeper than ${walk.limits.depth}`);
  cursor.i = inside;
  cursor.pointers.push(pointer);
  cursor.indices.push(close === CLOSE_ARRAY ? 0 : IN_OBJECT);
  if (close === CLOSE_ARRAY) cursor.pointer = `${pointer}/0`;
  else readKey(cursor);
  return cursor.problem === undefined;
}

/** After a value: closes what closes here, then steps to the next value. False at the end of the document. */
function nextMember(cursor: Cursor): boolean {
  for (let top = cursor.indices.length - 1; top >= 0; top--) {
    skipSpace(cursor);
    const byte = cursor.bytes[cursor.i];
    const index = cursor.indices[top]!;
    if (cursor.i >= cursor.end) return fail(cursor, "ends early");
    if (byte === COMMA) {
      cursor.i += 1;
      if (index === IN_OBJECT) return readKey(cursor);
      cursor.indices[top] = index + 1;
      cursor.pointer = `${cursor.pointers[top]!}/${index + 1}`;
      return true;
    }
    if (byte !== (index === IN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY))
      return fail(cursor, "unexpected character");
    cursor.i += 1;
    cursor.indices.pop();
    cursor.pointers.pop();
  }
  return false;
}

/** Reads `"name" :` and makes it the pointer of the value that follows. */
function readKey(cursor: Cursor): boolean {
  skipSpace(cursor);
  const start = cursor.i;
  if (cursor.bytes[start] !== QUOTE || start >= cursor.end) return fail(cursor, "expected a key");
  const name = readText(cursor);
  if (name === undefined) return false;
  const end = cursor.i;
  skipSpace(cursor);
  if (cursor.bytes[cursor.i] !== COLON || cursor.i >= cursor.end) return fail(cursor, "expected a colon");
  cursor.i += 1;
  cursor.pointer = `${cursor.pointers.at(-1)!}/${pointerToken(name)}`;
  const { walk, place, pointer } = cursor;
  addText(walk, place, { pointer, text: name, start, end, kind: "key" });
  return true;
}

function readString(cursor: Cursor, kind: "string"): boolean {
  const { walk, place, pointer } = cursor;
  const start = cursor.i;
  const text = readText(cursor);
  if (text !== undefined) addText(walk, place, { pointer, text, start, end: cursor.i, kind });
  return false;
}

/** From one quote past the other. On failure the cursor stays where it was. */
function readText(cursor: Cursor): string | undefined {
  const { bytes, end } = cursor;
  const start = cursor.i + 1;
  let seen = 0;
  let escaped = false;
  let i = start;
  for (; i < end; i++) {
    const byte = bytes[i]!;
    if (byte === QUOTE) break;
    if (byte < 0x20) return void fail(cursor, "control character in a string");
    if (byte === BACKSLASH) {
      escaped = true;
      i += 1;
    }
    seen |= byte;
  }
  if (i >= end) return void fail(cursor, "ends early");
  if (escaped) {
    const text = unescape(cursor.buffer.toString("utf8", start - 1, i + 1));
    if (text === undefined) return void fail(cursor, "bad escape in a string");
    cursor.i = i + 1;
    return text;
  }
  cursor.i = i + 1;
  return seen < 0x80 ? cursor.latin1.slice(start, i) : cursor.buffer.toString("utf8", start, i);
}

function unescape(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERALS = [
  { text: "true", kind: "boolean" },
  { text: "false", kind: "boolean" },
  { text: "null", kind: "null" },
] as const;

function readLiteral(cursor: Cursor): false {
  const { walk, place, pointer, latin1 } = cursor;
  const start = cursor.i;
  const word = LITERALS.find(({ text }) => latin1.startsWith(text, start));
  let text: string | undefined = word?.text;
  if (text === undefined) {
    NUMBER.lastIndex = start;
    text = NUMBER.exec(latin1)?.[0];
  }
  if (text === undefined) return fail(cursor, "unexpected character");
  cursor.i = start + text.length;
  const range = rangeIn(place, start, cursor.i);
  addLeaf(walk, { pointer, encodings: place.layers as string[], text, kind: word?.kind ?? "number", range });
  return false;
}

function fail(cursor: Cursor, problem: string): false {
  cursor.problem = problem;
  return false;
}

function skipSpace(cursor: Cursor): void {
  cursor.i = firstNonSpace(cursor.bytes, cursor.i);
}

function firstNonSpace(bytes: Uint8Array, from: number): number {
  let i = from;
  for (; i < bytes.length; i++) {
    const byte = bytes[i]!;
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return i;
}
