import { base64 } from "./base64.ts";
import { brotli } from "./brotli.ts";
import { dataUrl } from "./data-url.ts";
import { deflate } from "./deflate.ts";
import { form } from "./form.ts";
import { grpc } from "./grpc.ts";
import { gzip } from "./gzip.ts";
import { hex } from "./hex.ts";
import { json } from "./json.ts";
import { jwt } from "./jwt.ts";
import { multipart } from "./multipart.ts";
import { ndjson } from "./ndjson.ts";
import { opaque } from "./opaque.ts";
import { percent } from "./percent.ts";
import { sse } from "./sse.ts";
import { text } from "./text.ts";
import type { ByteCoding, FormatDecoder, TextCoding } from "./walk.ts";
import { zstd } from "./zstd.ts";

/** Content encodings. */
export const byteCodings: ByteCoding[] = [gzip, zstd, deflate, brotli];

/** Formats in the order in which they are tried: those that are surest of themselves first. */
export const formatDecoders: FormatDecoder[] = [grpc, multipart, sse, form, ndjson, json, text, opaque];

/** Codings looked for inside text fields. */
export const textCodings: TextCoding[] = [jwt, dataUrl, hex, base64, percent];
