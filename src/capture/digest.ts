import { hash } from "node:crypto";
import type { Digest } from "../model/event.ts";

/** SHA-256 (FIPS 180-4) of the bytes, as `sha256:<64 hex digits>`. */
export function digestOf(bytes: Uint8Array): Digest {
  return `sha256:${hash("sha256", bytes, "hex")}`;
}
