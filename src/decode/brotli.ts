import { brotliDecompressSync, constants } from "node:zlib";
import { unpack } from "./unpack.ts";
import type { ByteCoding } from "./walk.ts";

/** Brotli (RFC 7932). It has no magic number: it is read only where it is declared. */
export const brotli: ByteCoding = {
  id: "br",
  names: ["br"],
  accepts: () => false,
  decode: (bytes, maxOutputLength) =>
    unpack(
      bytes,
      (finishFlush) => brotliDecompressSync(bytes, { maxOutputLength, finishFlush, info: true }),
      {
        whole: constants.BROTLI_OPERATION_FINISH,
        partial: constants.BROTLI_OPERATION_FLUSH,
      },
    ),
};
