import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from "node:zlib";
import type { ServiceRequest } from "../model/service.ts";

/** A request made easy to look at. The recorded bytes stay as they were sent; this is only for answering. */
export interface ReadRequest extends ServiceRequest {
  path: string;
  query: URLSearchParams;
  /** First value of a header, whatever its case. */
  header(name: string): string | undefined;
  /** The body without its content encodings, as UTF-8; empty when it could not be decompressed. */
  text: string;
  /** The body parsed as JSON; `undefined` when it is none. */
  json: unknown;
}

/** More than any honest request to a model holds; what is longer is answered unread. */
const READ_AT_MOST_BYTES = 64 << 20;

const decompressors: Record<string, (bytes: Uint8Array) => Uint8Array> = {
  gzip: (bytes) => gunzipSync(bytes, { maxOutputLength: READ_AT_MOST_BYTES }),
  "x-gzip": (bytes) => gunzipSync(bytes, { maxOutputLength: READ_AT_MOST_BYTES }),
  deflate: inflateEither,
  br: (bytes) => brotliDecompressSync(bytes, { maxOutputLength: READ_AT_MOST_BYTES }),
  zstd: (bytes) => zstdDecompressSync(bytes, { maxOutputLength: READ_AT_MOST_BYTES }),
};

export function readRequest(request: ServiceRequest): ReadRequest {
  const [path, query] = splitOnce(request.target.replace(/^https?:\/\/[^/]*/i, ""), "?");
  const fields = new Map<string, string>();
  for (const [name, value] of request.headers) {
    const key = name.toLowerCase();
    if (!fields.has(key)) fields.set(key, value);
  }
  const header = (name: string) => fields.get(name.toLowerCase());
  const text = decodedText(request.body, header("content-encoding"));
  return { ...request, path, query: new URLSearchParams(query), header, text, json: parseJson(text) };
}

function decodedText(body: Uint8Array, contentEncoding: string | undefined): string {
  let bytes = body;
  for (const name of (contentEncoding ?? "").split(",").reverse()) {
    const decompress = decompressors[name.trim().toLowerCase()];
    if (!decompress) continue;
    try {
      bytes = decompress(bytes);
    } catch {
      // A body that is not what its header says is the tool's doing: recorded as sent, answered unread.
      return "";
    }
  }
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8");
}

/** `deflate` should be zlib's format (RFC 9110 §8.4.1.2), but some clients send it bare. */
function inflateEither(bytes: Uint8Array): Uint8Array {
  const isZlib = bytes.length >= 2 && ((bytes[0]! << 8) | bytes[1]!) % 31 === 0 && (bytes[0]! & 15) === 8;
  const options = { maxOutputLength: READ_AT_MOST_BYTES };
  return isZlib ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
}

function parseJson(text: string): unknown {
  const start = text.trimStart()[0];
  if (start !== "{" && start !== "[") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
