import { createHash } from "node:crypto";
import type { Canary } from "../model/canary.ts";

const ONSETS = "b br d dr f g gr h j k kl kr l m n p pr r s sk st t tr v w".split(" ");
const VOWELS = "a e i o u".split(" ");
const ENDS = "l n r s nd rk lm nt rn sk".split(" ");
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A tool may look for these to tell a lab from a laptop, so no drawn value holds one. */
const TELL_TALES = /canary|test|example|fake|dummy|plainwire|sandbox|mock/i;

/** Draws ordinary-looking values from a seed, the same for the same seed, and keeps what was planted where. */
export interface Planting {
  readonly canaries: Canary[];
  /** A pronounceable made-up word of 7 letters or more, neither part of an earlier one nor the other way round. */
  word: () => string;
  hex: (length: number) => string;
  base62: (length: number) => string;
  digits: (length: number) => string;
  pick: <T>(list: readonly T[]) => T;
  /** Whole number in `[low, high]`. */
  between: (low: number, high: number) => number;
  /** Notes a canary and returns its value. */
  plant: (canary: Canary) => string;
}

export function createPlanting(seed: number): Planting {
  const canaries: Canary[] = [];
  const words: string[] = [];
  const drawn = byteSource(seed);

  const below = (limit: number) => drawn.next().value % limit;
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  function redraw(draw: () => string, refuse: (text: string) => boolean): string {
    for (;;) {
      const text = draw();
      if (!TELL_TALES.test(text) && !refuse(text)) return text;
    }
  }
  const text = (letters: string, length: number) =>
    redraw(() => Array.from({ length }, () => pick(Array.from(letters))).join(""), never);

  return {
    canaries,
    pick,
    word() {
      const syllable = () => pick(ONSETS) + pick(VOWELS);
      const word = redraw(
        () => syllable() + syllable() + syllable() + pick(ENDS),
        (made) => made.length < 7 || words.some((other) => other.includes(made) || made.includes(other)),
      );
      words.push(word);
      return word;
    },
    hex: (length) => text("0123456789abcdef", length),
    base62: (length) => text(BASE62, length),
    digits: (length) => text("0123456789", length),
    between: (low, high) => low + below(high - low + 1),
    plant(canary) {
      canaries.push(canary);
      return canary.value;
    },
  };
}

function never(): boolean {
  return false;
}

/** Numbers of 32 bits from a hash chain: plain, portable and the same on any machine. */
function* byteSource(seed: number): Generator<number, never> {
  for (let block = 0; ; block++) {
    const digest = createHash("sha256").update(`scenario:${seed}:${block}`).digest();
    for (let at = 0; at < digest.length; at += 4) yield digest.readUInt32BE(at);
  }
}
