import { createHash } from "node:crypto";

const ALPHABETS = {
  hex: "0123456789abcdef",
  base58: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
  base62: "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
} as const;
export type Alphabet = keyof typeof ALPHABETS;

/** `length` characters drawn from a digest, which is hashed on when it is used up. */
export function toIdentifier(digest: Uint8Array, alphabet: Alphabet, length: number): string {
  const letters = ALPHABETS[alphabet];
  let bytes = digest;
  let text = "";
  for (let at = 0; text.length < length; at++) {
    if (at === bytes.length) {
      bytes = createHash("sha256").update(bytes).digest();
      at = 0;
    }
    text += letters[bytes[at]! % letters.length];
  }
  return text;
}
