import { constants, inflateRawSync, inflateSync } from "node:zlib";
import { unpack } from "./unpack.ts";
import type { ByteCoding } from "./walk.ts";

/** `deflate`: zlib (RFC 1950), or the bare stream (RFC 1951) that some senders mean by it. */
export const deflate: ByteCoding = {
  id: "deflate",
  names: ["deflate"],
  accepts: hasZlibHeader,
  decode: (bytes, maxOutputLength) => {
    const inflate = hasZlibHeader(bytes) ? inflateSync : inflateRawSync;
    return unpack(bytes, (finishFlush) => inflate(bytes, { maxOutputLength, finishFlush, info: true }), {
      whole: constants.Z_FINISH,
      partial: constants.Z_SYNC_FLUSH,
    });
  },
};

function hasZlibHeader(bytes: Uint8Array): boolean {
  const [cmf, flags] = bytes;
  return cmf === 0x78 && flags !== undefined && (cmf * 256 + flags) % 31 === 0;
}
