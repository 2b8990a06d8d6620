import { readFileSync } from "node:fs";

/** This Plainwire's own version, as its package says. */
export const plainwireVersion: string = (
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }
).version;
