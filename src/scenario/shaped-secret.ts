import type { Planting } from "./planting.ts";

/** A secret that a tool needs in order to start. */
export interface CredentialShape {
  /** Environment variable it goes into. */
  env: string;
  /** Fixed text with drawn parts: `sk-ant-api03-{base62:93}AA`; parts are `{hex:N}`, `{base62:N}`, `{digits:N}`. */
  shape: string;
  /** Host suffixes it is meant for. */
  meantFor: string[];
}

/** A secret of the given shape, drawn from the seed. */
export function drawShaped(planting: Planting, shape: string): string {
  return shape.replaceAll(
    /\{(hex|base62|digits):(\d+)\}/g,
    (_, kind: "hex" | "base62" | "digits", length: string) => planting[kind](Number(length)),
  );
}
