import { isMeaningful } from "./meaning.ts";
import type { TextCoding } from "./walk.ts";

/** Base16 (RFC 4648, 8) in either case, as the whole of a string. Digests pass the alphabet and fail on meaning. */
export const hex: TextCoding = {
  id: "hex",
  accepts(text) {
    return text.length >= 12 && text.length % 2 === 0 && /^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text);
  },
  decode(text) {
    const bytes = Buffer.from(text, "hex");
    return isMeaningful(bytes) ? [{ bytes }] : [];
  },
};
