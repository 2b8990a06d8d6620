import { isMeaningfulText } from "./meaning.ts";
import { pointerToken } from "./walk.ts";
import type { TextCoding, TextPart } from "./walk.ts";

/**
 * URLs and percent-encoded text (RFC 3986, 2.1) inside a field. Of a URL with a query each parameter is opened
 * at `#url/query/<name>`; any other text with escapes is opened whole.
 */
export const percent: TextCoding = {
  id: "url",
  accepts(text) {
    return text.includes("%") ? /%[0-9A-Fa-f]{2}/.test(text) : isUrlWithQuery(text);
  },
  decode(text) {
    if (isUrlWithQuery(text)) return queryParts(text);
    const bytes = Buffer.from(percentDecode(text, "url"), "utf8");
    return isMeaningfulText(bytes) ? [{ bytes }] : [];
  },
};

function isUrlWithQuery(text: string): boolean {
  return (
    text.includes("?") && text.includes("://") && /^[a-z][a-z0-9+.-]{0,20}:\/\/[^\s?]+\?\S+$/i.test(text)
  );
}

function queryParts(text: string): TextPart[] {
  const [address, fragment] = text.slice(text.indexOf("?") + 1).split("#", 2);
  const parts = (address ?? "").split("&", MOST_PARAMETERS).map((pair) => {
    const equals = pair.indexOf("=");
    const name = percentDecode(equals === -1 ? pair : pair.slice(0, equals), "form");
    const value = percentDecode(equals === -1 ? "" : pair.slice(equals + 1), "form");
    return { name: `query/${pointerToken(name)}`, bytes: Buffer.from(value, "utf8") };
  });
  if (fragment) parts.push({ name: "fragment", bytes: Buffer.from(percentDecode(fragment, "url"), "utf8") });
  return parts;
}

const MOST_PARAMETERS = 1000;

/**
 * Undoes percent-encoding and reads the result as UTF-8; a `%` that begins no escape stays. In a `form`, `+` is a
 * space.
 */
export function percentDecode(text: string, kind: "form" | "url"): string {
  const spaced = kind === "form" && text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  return spaced.replaceAll(ESCAPES, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
}

const ESCAPES = /(?:%[0-9A-Fa-f]{2})+/g;
