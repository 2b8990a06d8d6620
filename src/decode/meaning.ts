import { isUtf8 } from "node:buffer";

/**
 * Whether bytes that came out of a text coding mean something. Most strings of letters and digits are valid
 * base64 of noise; only text, or a format that names itself in its first bytes, is worth a layer.
 */
export function isMeaningful(bytes: Uint8Array): boolean {
  return hasMagic(bytes) || isMeaningfulText(bytes);
}

/** UTF-8 without control characters. Short runs must be ASCII: few random bytes are UTF-8 by chance all too often. */
export function isMeaningfulText(bytes: Uint8Array): boolean {
  if (bytes.length === 0) return false;
  let ascii = 0;
  for (const byte of bytes) {
    if (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return false;
    if (byte === 0x7f) return false;
    if (byte < 0x80) ascii += 1;
  }
  if (ascii === bytes.length) return true;
  return bytes.length >= SHORTEST_NON_ASCII && isUtf8(bytes);
}

const SHORTEST_NON_ASCII = 12;

const MAGIC: readonly (readonly number[])[] = [
  [0x1f, 0x8b, 0x08],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x50, 0x4b, 0x03, 0x04],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x25, 0x50, 0x44, 0x46],
  [0x7f, 0x45, 0x4c, 0x46],
];

/** Gzip, zstd, zip, PNG, JPEG, PDF, ELF. */
function hasMagic(bytes: Uint8Array): boolean {
  return MAGIC.some((magic) => magic.every((byte, i) => bytes[i] === byte));
}
