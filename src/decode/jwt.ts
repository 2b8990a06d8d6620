import type { TextCoding } from "./walk.ts";

/** JSON Web Token, signed (RFC 7519, 3): header and claims are opened, the signature is noise to us. */
export const jwt: TextCoding = {
  id: "jwt",
  accepts(text) {
    return text.startsWith("eyJ") && /^eyJ[\w-]+\.[\w-]+\.[\w-]*$/.test(text);
  },
  decode(text) {
    const [header, claims] = text.split(".").map((part) => Buffer.from(part, "base64url"));
    if (!isObject(header) || !isObject(claims)) return [];
    return [
      { name: "header", bytes: header },
      { name: "payload", bytes: claims },
    ];
  },
};

function isObject(bytes: Buffer | undefined): bytes is Buffer {
  return bytes !== undefined && bytes[0] === 0x7b && bytes.at(-1) === 0x7d;
}
