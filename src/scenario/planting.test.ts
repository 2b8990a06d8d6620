import assert from "node:assert/strict";
import { test } from "node:test";
import { createPlanting } from "./planting.ts";

test("of many words drawn from one seed, none is part of another", () => {
  const planting = createPlanting(1);
  const words = Array.from({ length: 6000 }, () => planting.word());
  for (const word of words) assert.equal(words.filter((other) => other.includes(word)).length, 1, word);
});

test("drawn values have the length and letters asked for", () => {
  const planting = createPlanting(2);
  assert.match(planting.hex(32), /^[0-9a-f]{32}$/);
  assert.match(planting.base62(40), /^[0-9A-Za-z]{40}$/);
  assert.match(planting.digits(6), /^\d{6}$/);
  const numbers = Array.from({ length: 500 }, () => planting.between(20, 22));
  assert.deepEqual(new Set(numbers), new Set([20, 21, 22]));
});
