import { percentDecode } from "./percent.ts";
import type { TextCoding } from "./walk.ts";

/** `data:` URL (RFC 2397): the content under its own media type. */
export const dataUrl: TextCoding = {
  id: "data-url",
  accepts(text) {
    return text.startsWith("data:") && text.slice(0, LONGEST_TYPE).includes(",");
  },
  decode(text) {
    const comma = text.indexOf(",");
    const type = text.slice("data:".length, comma);
    const content = text.slice(comma + 1);
    const isBase64 = type.endsWith(";base64");
    const bytes = isBase64
      ? Buffer.from(content, "base64")
      : Buffer.from(percentDecode(content, "url"), "utf8");
    const contentType = isBase64 ? type.slice(0, -";base64".length) : type;
    return [{ bytes, head: contentType === "" ? {} : { contentType } }];
  },
};

const LONGEST_TYPE = 256;
