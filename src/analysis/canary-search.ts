import { hash } from "node:crypto";
import type { Canary } from "../model/canary.ts";

/** One form in which a canary may leave; `encoding` is the contract's word for it. */
interface Needle {
  canary: Canary;
  encoding: string;
  text: string;
}

export interface TextHit {
  canary: Canary;
  encoding: string;
  /** `[start, end)` in the searched text. */
  start: number;
  end: number;
}

/** Hex digits of a digest that must be there before a truncated hash is believed. */
const SHORTEST_HASH = 12;
const HASHES = ["sha256", "sha1", "md5"];

/** Every form of every canary, built once per scenario. Weak ones are left to {@link findCanaries}' whole-field rule. */
export function needlesFor(canaries: readonly Canary[]): Needle[] {
  return canaries.flatMap((canary) => {
    const forms = new Map<string, string>([[canary.value, "plain"]]);
    const add = (text: string, encoding: string) => {
      if (!forms.has(text)) forms.set(text, encoding);
    };
    if (canary.weak) return [{ canary, encoding: "plain", text: canary.value }];
    add(canary.value.toLowerCase(), "plain");
    add(encodeURIComponent(canary.value), "url");
    add(JSON.stringify(canary.value).slice(1, -1), "json-string");
    add(Buffer.from(canary.value).toString("hex"), "hex");
    for (const aligned of base64Alignments(canary.value)) add(aligned, "base64");
    for (const variant of [
      canary.value,
      canary.value.toLowerCase(),
      canary.value.trim(),
      `${canary.value}\n`,
    ])
      for (const algorithm of HASHES) add(hash(algorithm, variant, "hex").slice(0, SHORTEST_HASH), algorithm);
    return [...forms].map(([text, encoding]) => ({ canary, encoding, text }));
  });
}

/** Base64 of a value at each of the three positions it can have in a longer input; only digits it decides alone. */
function base64Alignments(value: string): string[] {
  return [0, 1, 2].flatMap((shift) => {
    const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
    const whole = bytes.toString("base64").replace(/=+$/, "");
    const head = shift === 0 ? 0 : shift + 1;
    const tail = bytes.length % 3 === 0 ? whole.length : whole.length - 1;
    const text = whole.slice(head, tail);
    return text.length >= 8 ? [text] : [];
  });
}

/** All canaries in `text`. A weak one counts only when it is the whole text. */
export function findCanaries(text: string, needles: readonly Needle[]): TextHit[] {
  const hits: TextHit[] = [];
  for (const { canary, encoding, text: needle } of needles) {
    if (canary.weak) {
      if (text === needle) hits.push({ canary, encoding, start: 0, end: text.length });
      continue;
    }
    const start = text.indexOf(needle);
    if (start < 0) continue;
    const end = HASHES.includes(encoding) ? endOfHex(text, start) : start + needle.length;
    hits.push({ canary, encoding: hashName(encoding, end - start), start, end });
  }
  return hits;
}

function endOfHex(text: string, start: number): number {
  let end = start;
  while (end < text.length && /[0-9a-f]/.test(text[end]!)) end++;
  return end;
}

const FULL_LENGTH: Record<string, number> = { sha256: 64, sha1: 40, md5: 32 };

function hashName(encoding: string, length: number): string {
  const full = FULL_LENGTH[encoding];
  return full === undefined || length >= full ? encoding : `${encoding}/${length}`;
}
