import type { DecodeGap, Decoded, Leaf, LeafKind } from "../model/decoded.ts";

/** Counters, never clocks: the same bytes give the same leaves on any machine. */
export interface DecodeLimits {
  /** Layers inside each other: gzip in base64 in JSON in SSE is four. */
  layers: number;
  /** Containers inside each other within one layer. */
  depth: number;
  leaves: number;
  gaps: number;
  /** All pointers together, in UTF-16 units: a deep tree of long keys must not multiply. */
  pointerChars: number;
  /** Bytes that decompression may yield, all layers together. */
  outputBytes: number;
  /** Bytes handed to decoders, all attempts together. */
  scannedBytes: number;
}

export const DEFAULT_LIMITS: DecodeLimits = {
  layers: 16,
  depth: 256,
  leaves: 200_000,
  gaps: 200,
  pointerChars: 32 * 1024 * 1024,
  outputBytes: 64 * 1024 * 1024,
  scannedBytes: 512 * 1024 * 1024,
};

/** What is known about a body before its first byte is read; names are those of the HTTP fields. */
export interface BodyHead {
  contentType?: string;
  contentEncoding?: string;
  /** `grpc-encoding`: how compressed gRPC messages are compressed. */
  grpcEncoding?: string;
  /** Path of the request: names a protobuf message where the bytes cannot (`/v1/traces`). */
  path?: string;
}

/** Where a layer stands: the way to it and, as long as nothing was compressed or transcoded, its offset in the blob. */
export interface Place {
  pointer: string;
  layers: readonly string[];
  /** Offset of the layer's first byte in the outermost blob; meaningless once `whole` is set. */
  base: number;
  /** The range that stands for everything below, once offsets can no longer be told apart. */
  whole?: [number, number];
  /** Inside a text field: a format met here is named in the pointer (`/env#base64#json/host`). */
  inField?: true;
}

/** One decoding run: what was found, and what may still be spent. */
export interface Walk {
  leaves: Leaf[];
  gaps: DecodeGap[];
  limits: DecodeLimits;
  left: { leaves: number; pointerChars: number; outputBytes: number; scannedBytes: number };
  /** Opens a run of bytes as a body of its own; gives the format it turned out to have. */
  openBytes(bytes: Uint8Array, place: Place, head: BodyHead): string;
  /** Tries the codings that hide inside text fields. True when one was found and its leaves were added. */
  openText(text: string, place: Place): boolean;
}

/** A format that turns bytes into leaves. */
export interface FormatDecoder {
  id: string;
  /** Cheap: media type and first bytes only. */
  accepts(head: BodyHead, bytes: Uint8Array): boolean;
  /** Adds leaves; false when the bytes turn out not to be of this format (what was added is taken back). */
  decode(bytes: Uint8Array, place: Place, walk: Walk, head: BodyHead): boolean;
}

/** A coding of bytes as other bytes: content encodings. */
export interface ByteCoding {
  id: string;
  /** Names in `content-encoding`. */
  names: string[];
  /** Whether the first bytes say so by themselves. */
  accepts(bytes: Uint8Array): boolean;
  decode(bytes: Uint8Array, maxOutputBytes: number): Unpacked;
}

/** `bytes` is what could be read, also where `problem` says that it is not all. */
export interface Unpacked {
  bytes: Uint8Array;
  problem?: string;
  /** Offset in the input of the first byte that had no part in `bytes`. */
  unread?: number;
}

/** A coding of bytes as text, found inside fields: base64, hex, percent-encoding, tokens. */
export interface TextCoding {
  id: string;
  /** Cheap: length, alphabet, first characters. */
  accepts(text: string): boolean;
  /** What the text holds, or nothing when the result would mean nothing. */
  decode(text: string): TextPart[];
}

/** One run of bytes found inside a text; `name` is a pointer of its own where there are several. */
export interface TextPart {
  name?: string;
  bytes: Uint8Array;
  head?: BodyHead;
}

export function startWalk(limits: DecodeLimits, open: Pick<Walk, "openBytes" | "openText">): Walk {
  const { leaves, pointerChars, outputBytes, scannedBytes } = limits;
  return {
    leaves: [],
    gaps: [],
    limits,
    left: { leaves, pointerChars, outputBytes, scannedBytes },
    ...open,
  };
}

export function finishWalk(walk: Walk, format: string): Decoded {
  return { leaves: walk.leaves, gaps: walk.gaps, format };
}

export function rangeIn(place: Place, start: number, end: number): [number, number] {
  return place.whole ?? [place.base + start, place.base + end];
}

/** The place of a layer found inside `place` at `[start, end)` whose own offsets no longer map to the blob's. */
export function transcoded(place: Place, id: string, start: number, end: number): Place {
  return {
    pointer: `${place.pointer}#${id}`,
    layers: [...place.layers, id],
    base: 0,
    whole: rangeIn(place, start, end),
    inField: true,
  };
}

/** Whether the walk may go on adding leaves. */
export function isSpent(walk: Walk): boolean {
  return walk.left.leaves <= 0 || walk.left.pointerChars <= 0;
}

/** Adds a leaf and counts it; the caller asks `isSpent` when it loops. */
export function addLeaf(walk: Walk, leaf: Leaf): Leaf {
  walk.left.leaves -= 1;
  walk.left.pointerChars -= leaf.pointer.length;
  walk.leaves.push(leaf);
  return leaf;
}

/** A text leaf whose text may hide further layers. */
export function addText(
  walk: Walk,
  place: Place,
  leaf: { pointer: string; text: string; start: number; end: number; kind: LeafKind },
): void {
  const range = rangeIn(place, leaf.start, leaf.end);
  const added = addLeaf(walk, {
    pointer: leaf.pointer,
    encodings: place.layers as string[],
    text: leaf.text,
    kind: leaf.kind,
    range,
  });
  if (leaf.text.length < SHORTEST_CODED) return;
  const inside = { pointer: leaf.pointer, layers: place.layers, base: 0, whole: range };
  if (walk.openText(leaf.text, inside)) added.opened = true;
}

/** No coding of fewer characters than this carries anything that is not plain to see. */
const SHORTEST_CODED = 4;

export function addGap(walk: Walk, pointer: string, reason: string): void {
  if (walk.gaps.length < walk.limits.gaps) walk.gaps.push({ pointer, reason });
  else if (walk.gaps.length === walk.limits.gaps) {
    walk.gaps.push({ pointer, reason: `more than ${walk.limits.gaps} gaps in one body` });
  }
}

/** Says that decoding stopped, and hands on what was left as it stands, so that nothing goes unsearched. */
export function addRest(
  walk: Walk,
  place: Place,
  rest: { bytes: Uint8Array; start: number; reason: string },
): void {
  addGap(walk, place.pointer, rest.reason);
  if (rest.start >= rest.bytes.length) return;
  const bytes = rest.bytes.subarray(rest.start);
  walk.leaves.push({
    pointer: place.pointer,
    encodings: place.layers as string[],
    ...(readUtf8(bytes) ?? { bytes }),
    kind: "rest",
    range: rangeIn(place, rest.start, rest.bytes.length),
  });
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text of bytes that are wholly UTF-8 (RFC 3629), else undefined. */
export function readUtf8(bytes: Uint8Array): { text: string } | undefined {
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    return undefined;
  }
}

/** A reference token of RFC 6901; a very long name is cut, for its leaf holds it in full. */
export function pointerToken(name: string): string {
  const short = name.length > LONGEST_TOKEN ? `${name.slice(0, LONGEST_TOKEN)}…` : name;
  if (!short.includes("~") && !short.includes("/")) return short;
  return short.replaceAll("~", "~0").replaceAll("/", "~1");
}

const LONGEST_TOKEN = 128;
