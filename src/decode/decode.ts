import type { Decoded } from "../model/decoded.ts";
import { byteCodings, formatDecoders, textCodings } from "./index.ts";
import { isWholeJson } from "./json.ts";
import { DEFAULT_LIMITS, addGap, addRest, finishWalk, rangeIn, startWalk, transcoded } from "./walk.ts";
import type { BodyHead, ByteCoding, DecodeLimits, Place, Walk } from "./walk.ts";

/**
 * Decoding: from recorded bytes to fields. A *body* is a run of bytes with a head that says what it claims to
 * be; a *format* (JSON, SSE, protobuf) turns it into *leaves*, each a piece of text or bytes with the way to it;
 * a *coding* (gzip, base64) turns bytes into other bytes, in front of a format or inside a field. Each format
 * and coding passed is a *layer*. What can't be decoded is a *gap* and is handed on as it stood: nothing that
 * crossed the wire goes unsearched. Everything here is pure, and no bytes can make it throw.
 */
export function decodeBody(
  bytes: Uint8Array,
  head: BodyHead = {},
  limits: DecodeLimits = DEFAULT_LIMITS,
): Decoded {
  const walk = startWalk(limits, {
    openBytes: (inner, place, innerHead) => openBytes(inner, place, walk, innerHead),
    openText: (text, place) => openText(text, place, walk),
  });
  const format = openBytes(bytes, { pointer: "", layers: [], base: 0 }, walk, head);
  return finishWalk(walk, format);
}

/** Undoes content encodings, then reads the body by the first format that accepts it. */
function openBytes(bytes: Uint8Array, place: Place, walk: Walk, head: BodyHead): string {
  if (bytes.length === 0) return "empty";
  walk.left.scannedBytes -= bytes.length;
  if (walk.left.scannedBytes < 0 || place.layers.length >= walk.limits.layers) {
    const reason =
      walk.left.scannedBytes < 0 ? "limit of scanned bytes reached" : "more layers than the limit";
    addRest(walk, place, { bytes, start: 0, reason });
    return "opaque";
  }
  const coding = outermostCoding(bytes, walk, place, head);
  if (coding !== undefined) return openCoded(bytes, place, walk, { ...coding, head });
  return readFormat(bytes, place, walk, head);
}

function readFormat(bytes: Uint8Array, place: Place, walk: Walk, head: BodyHead): string {
  for (const decoder of formatDecoders) {
    if (!decoder.accepts(head, bytes)) continue;
    const leaves = walk.leaves.length;
    const gaps = walk.gaps.length;
    if (decoder.decode(bytes, placeInside(place, decoder.id), walk, head)) return decoder.id;
    walk.leaves.length = leaves;
    walk.gaps.length = gaps;
  }
  return "opaque";
}

/** Text and opaque bytes are ends, not layers. */
function placeInside(place: Place, id: string): Place {
  if (id === "text" || id === "opaque") return place;
  const { base, whole, inField } = place;
  const pointer = inField ? `${place.pointer}#${id}` : place.pointer;
  return { pointer, layers: [...place.layers, id], base, ...(whole && { whole }) };
}

/** Declared encodings are listed in the order applied (RFC 9110, 8.4): the last is the outermost. */
function outermostCoding(
  bytes: Uint8Array,
  walk: Walk,
  place: Place,
  head: BodyHead,
): { coding: ByteCoding; rest: string } | undefined {
  const names = (head.contentEncoding ?? "").split(",").map((name) => name.trim().toLowerCase());
  for (let name = names.pop(); name !== undefined; name = names.pop()) {
    if (name === "" || name === "identity") continue;
    const coding = byteCodings.find((candidate) => candidate.names.includes(name));
    if (coding !== undefined) return { coding, rest: names.join(",") };
    addGap(walk, place.pointer, `unknown content encoding ${JSON.stringify(name.slice(0, 40))}`);
  }
  const coding = byteCodings.find((candidate) => candidate.accepts(bytes));
  return coding && { coding, rest: "" };
}

function openCoded(
  bytes: Uint8Array,
  place: Place,
  walk: Walk,
  { coding, rest, head }: { coding: ByteCoding; rest: string; head: BodyHead },
): string {
  const unpacked = coding.decode(bytes, Math.max(1, walk.left.outputBytes));
  walk.left.outputBytes -= unpacked.bytes.length;
  if (unpacked.problem !== undefined) {
    const reason = `${coding.id}: ${unpacked.problem}`;
    if (unpacked.unread === undefined) addGap(walk, place.pointer, reason);
    else addRest(walk, place, { bytes, start: unpacked.unread, reason });
  }
  if (unpacked.bytes.length === 0 && unpacked.problem !== undefined) return "opaque";
  const inside: Place = {
    pointer: place.pointer,
    layers: [...place.layers, coding.id],
    base: 0,
    whole: rangeIn(place, 0, bytes.length),
    ...(place.inField && { inField: true }),
  };
  return openBytes(unpacked.bytes, inside, walk, { ...head, contentEncoding: rest });
}

/** JSON in a string, or one of the text codings when its result means something. */
function openText(text: string, place: Place, walk: Walk): boolean {
  if (looksLikeJson(text)) return openJsonString(text, place, walk);
  for (const coding of textCodings) {
    if (!coding.accepts(text)) continue;
    const parts = coding.decode(text);
    for (const part of parts) {
      const inside = transcoded(place, coding.id, 0, 0);
      if (part.name !== undefined) inside.pointer += `/${part.name}`;
      walk.openBytes(part.bytes, inside, part.head ?? {});
    }
    if (parts.length > 0) return true;
  }
  return false;
}

function looksLikeJson(text: string): boolean {
  const first = text.trimStart()[0];
  if (first !== "{" && first !== "[" && first !== '"') return false;
  const last = text.trimEnd().at(-1);
  return last === "}" || last === "]" || last === '"';
}

function openJsonString(text: string, place: Place, walk: Walk): boolean {
  const bytes = Buffer.from(text, "utf8");
  walk.left.scannedBytes -= bytes.length;
  if (walk.left.scannedBytes < 0 || place.layers.length >= walk.limits.layers) {
    addGap(walk, place.pointer, "json-string: limit of layers or scanned bytes reached");
    return false;
  }
  const leaves = walk.leaves.length;
  const gaps = walk.gaps.length;
  if (isWholeJson(bytes, transcoded(place, "json-string", 0, 0), walk)) return true;
  walk.leaves.length = leaves;
  walk.gaps.length = gaps;
  return false;
}
