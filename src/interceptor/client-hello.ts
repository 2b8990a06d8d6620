/** What a TLS client says of itself in its first message (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2). */
export interface ClientHello {
  /** Server Name Indication (RFC 6066): the DNS name the client wants, when it says so. */
  serverName?: string;
  /** Application protocols offered (RFC 7301), in the client's order. */
  alpn: string[];
  /** Highest first as sent: `0x0304` is TLS 1.3. From `supported_versions`, else the legacy field. */
  versions: number[];
}

export type ClientHelloReading =
  | { state: "complete"; hello: ClientHello; sizeBytes: number }
  | { state: "incomplete" }
  | { state: "malformed"; reason: string };

const HANDSHAKE_RECORD = 0x16;
const CLIENT_HELLO = 1;
const RECORD_HEADER_BYTES = 5;
const RECORD_BYTES_MAX = 16_384 + 256;
/** Far above any real one; a longer claim is not worth waiting for. */
const HELLO_BYTES_MAX = 65_536;
const EXTENSION = { serverName: 0, alpn: 16, supportedVersions: 43 } as const;

/** True when the first bytes of a connection can be a TLS handshake record. */
export function looksLikeTls(first: Uint8Array): boolean {
  return first[0] === HANDSHAKE_RECORD && (first.length < 2 || first[1] === 3);
}

/**
 * Reads the ClientHello at the start of `bytes`, which may span several records. Pure; never throws.
 * `sizeBytes` counts the records it came in.
 */
export function readClientHello(bytes: Uint8Array): ClientHelloReading {
  const joined = joinRecords(bytes);
  if ("state" in joined) return joined;
  try {
    return { state: "complete", hello: parseHello(joined.message), sizeBytes: joined.sizeBytes };
  } catch (error) {
    if (error instanceof RangeError) return { state: "malformed", reason: error.message };
    throw error;
  }
}

function joinRecords(
  bytes: Uint8Array,
): { message: Buffer; sizeBytes: number } | Exclude<ClientHelloReading, { state: "complete" }> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const parts: Buffer[] = [];
  let gathered = 0;
  let offset = 0;
  while (buffer.length - offset >= RECORD_HEADER_BYTES) {
    if (buffer[offset] !== HANDSHAKE_RECORD) return { state: "malformed", reason: "not a handshake record" };
    const length = buffer.readUInt16BE(offset + 3);
    if (length === 0 || length > RECORD_BYTES_MAX)
      return { state: "malformed", reason: `a record of ${length} bytes` };
    const start = offset + RECORD_HEADER_BYTES;
    const part = buffer.subarray(start, start + length);
    parts.push(part);
    gathered += part.length;
    offset = start + length;
    const message = parts.length === 1 ? part : Buffer.concat(parts);
    if (message[0] !== undefined && message[0] !== CLIENT_HELLO)
      return { state: "malformed", reason: `handshake message ${message[0]}, not a ClientHello` };
    const needed = message.length >= 4 ? 4 + message.readUIntBE(1, 3) : Infinity;
    if (needed !== Infinity && needed > HELLO_BYTES_MAX)
      return { state: "malformed", reason: `a ClientHello of ${needed} bytes` };
    if (gathered >= needed) return { message: message.subarray(4, needed), sizeBytes: offset };
  }
  return { state: "incomplete" };
}

function parseHello(message: Buffer): ClientHello {
  const reader = createReader(message);
  const legacyVersion = reader.uint(2);
  reader.take(32); // random
  reader.vector(1); // session id
  reader.vector(2); // cipher suites
  reader.vector(1); // compression methods
  const hello: ClientHello = { alpn: [], versions: [legacyVersion] };
  if (reader.left() === 0) return hello;
  const extensions = createReader(reader.vector(2));
  while (extensions.left() > 0) {
    const type = extensions.uint(2);
    readExtension(type, extensions.vector(2), hello);
  }
  return hello;
}

function readExtension(type: number, body: Buffer, hello: ClientHello): void {
  const reader = createReader(body);
  if (type === EXTENSION.serverName && reader.left() > 0) {
    const list = createReader(reader.vector(2));
    while (list.left() > 0) {
      const nameType = list.uint(1);
      const name = list.vector(2);
      if (nameType === 0) hello.serverName = name.toString("latin1");
    }
  } else if (type === EXTENSION.alpn) {
    const list = createReader(reader.vector(2));
    while (list.left() > 0) hello.alpn.push(list.vector(1).toString("latin1"));
  } else if (type === EXTENSION.supportedVersions) {
    const list = createReader(reader.vector(1));
    hello.versions = [];
    while (list.left() > 0) hello.versions.push(list.uint(2));
  }
}

/** Walks TLS's length-prefixed vectors; reading past the end throws RangeError. */
function createReader(bytes: Buffer) {
  let offset = 0;
  function take(count: number): Buffer {
    if (offset + count > bytes.length) throw new RangeError("a length runs past the end of the ClientHello");
    offset += count;
    return bytes.subarray(offset - count, offset);
  }
  function uint(size: number): number {
    return take(size).readUIntBE(0, size);
  }
  return {
    take,
    uint,
    vector: (lengthSize: number) => take(uint(lengthSize)),
    left: () => bytes.length - offset,
  };
}
