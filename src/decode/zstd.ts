import { constants, zstdDecompressSync } from "node:zlib";
import { unpack } from "./unpack.ts";
import type { ByteCoding } from "./walk.ts";

/** Zstandard (RFC 8878). */
export const zstd: ByteCoding = {
  id: "zstd",
  names: ["zstd"],
  accepts: (bytes) => bytes[0] === 0x28 && bytes[1] === 0xb5 && bytes[2] === 0x2f && bytes[3] === 0xfd,
  decode: (bytes, maxOutputLength) =>
    unpack(bytes, (finishFlush) => zstdDecompressSync(bytes, { maxOutputLength, finishFlush, info: true }), {
      whole: constants.ZSTD_e_end,
      partial: constants.ZSTD_e_flush,
    }),
};
