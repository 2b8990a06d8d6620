import { isMeaningfulText } from "./meaning.ts";
import type { TextCoding } from "./walk.ts";

/** Percent-encoding (RFC 3986, 2.1) of a whole string inside a field. */
export const percent: TextCoding = {
  id: "url",
  accepts(text) {
    return text.includes("%") && /%[0-9A-Fa-f]{2}/.test(text);
  },
  decode(text) {
    const bytes = Buffer.from(percentDecode(text, "url"), "utf8");
    return isMeaningfulText(bytes) ? bytes : undefined;
  },
};

/**
 * Undoes percent-encoding and reads the result as UTF-8; a `%` that begins no escape stays. `text` that came
 * from bytes may hold one byte a character, or be a JavaScript string: both are read alike.
 */
export function percentDecode(text: string, kind: "form" | "url"): string {
  const spaced = kind === "form" && text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  return spaced.replaceAll(ESCAPES, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
}

const ESCAPES = /(?:%[0-9A-Fa-f]{2})+/g;
