import { constants, gunzipSync } from "node:zlib";
import { unpack } from "./unpack.ts";
import type { ByteCoding } from "./walk.ts";

/** Gzip (RFC 1952). */
export const gzip: ByteCoding = {
  id: "gzip",
  names: ["gzip", "x-gzip"],
  accepts: (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 0x08,
  decode: (bytes, maxOutputLength) =>
    unpack(bytes, (finishFlush) => gunzipSync(bytes, { maxOutputLength, finishFlush, info: true }), {
      whole: constants.Z_FINISH,
      partial: constants.Z_SYNC_FLUSH,
    }),
};
