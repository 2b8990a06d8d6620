import { addRest, isSpent } from "./walk.ts";
import type { BodyHead, FormatDecoder, Place, Walk } from "./walk.ts";

/**
 * gRPC, gRPC-Web and Connect streams: messages behind a flag byte and a 32-bit big-endian length ("gRPC over
 * HTTP2", Length-Prefixed-Message). Message 2 is opened at `/2`; trailers (flag 0x80, 0x02) are text or JSON.
 */
export const grpc: FormatDecoder = {
  id: "grpc",
  accepts(head) {
    return head.contentType !== undefined && /^application\/(?:grpc|connect\+)/.test(head.contentType);
  },
  decode(bytes, place, walk, head) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let start = 0;
    for (let message = 0; start < bytes.length; message++) {
      const length = start + PREFIX <= bytes.length ? view.getUint32(start + 1) : Infinity;
      const end = start + PREFIX + length;
      if (end > bytes.length || isSpent(walk)) {
        addRest(walk, place, { bytes, start, reason: `grpc: message ${message} ends early` });
        return true;
      }
      const span = { start: start + PREFIX, end, pointer: `${place.pointer}/${message}` };
      openMessage(bytes, place, walk, { ...span, flags: bytes[start]!, head });
      start = end;
    }
    return true;
  },
};

const PREFIX = 5;
const COMPRESSED = 0x01;
const TRAILERS = 0x82;

function openMessage(
  bytes: Uint8Array,
  place: Place,
  walk: Walk,
  message: { start: number; end: number; pointer: string; flags: number; head: BodyHead },
): void {
  const { start, end, pointer, flags, head } = message;
  const { layers, base, whole } = place;
  const inside: Place = { pointer, layers, base: base + start, ...(whole && { whole }) };
  const inner: BodyHead = {};
  if (head.path !== undefined) inner.path = head.path;
  if ((flags & TRAILERS) === 0)
    inner.contentType = /json/.test(head.contentType ?? "") ? "application/json" : "application/protobuf";
  if ((flags & COMPRESSED) !== 0 && head.grpcEncoding !== undefined)
    inner.contentEncoding = head.grpcEncoding;
  walk.openBytes(bytes.subarray(start, end), inside, inner);
}
