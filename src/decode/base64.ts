import { isMeaningful } from "./meaning.ts";
import type { TextCoding } from "./walk.ts";

/** Base64 and base64url (RFC 4648, 4 and 5), with or without padding, as the whole of a string. */
export const base64: TextCoding = {
  id: "base64",
  accepts(text) {
    if (text.length < SHORTEST || text.length % 4 === 1) return false;
    return /^[A-Za-z0-9+/]+={0,2}$|^[A-Za-z0-9_-]+={0,2}$/.test(text);
  },
  decode(text) {
    const bytes = Buffer.from(text, text.includes("-") || text.includes("_") ? "base64url" : "base64");
    return isMeaningful(bytes) ? [{ bytes }] : [];
  },
};

/** Shorter strings decode to text by chance: words, identifiers. */
const SHORTEST = 12;
