import assert from "node:assert/strict";
import { test } from "node:test";
import { excerptOfBytes, excerptOfText, openingOfBytes } from "./excerpt.ts";

test("the hit stands between what is before and after it", () => {
  const { before, hit, after, form } = excerptOfBytes(Buffer.from('{"a":"secret","b":1}'), [6, 12]);
  assert.deepEqual(
    { before, hit, after, form },
    { before: '{"a":"', hit: "secret", after: '","b":1}', form: "as sent" },
  );
});

test("a window that begins or ends inside a character shows no half of it", () => {
  const bytes = Buffer.from(`${"é".repeat(300)}HIT${"漢".repeat(300)}`);
  const excerpt = excerptOfBytes(bytes, [600, 603]);
  assert.match(excerpt.before, /^é+$/);
  assert.match(excerpt.after, /^漢+$/);
  assert.deepEqual([excerpt.hit, excerpt.startsInside, excerpt.endsInside], ["HIT", true, true]);
});

test("what is no text is shown in hexadecimal", () => {
  const excerpt = excerptOfBytes(
    Uint8Array.from({ length: 64 }, (_, index) => 128 + index),
    [0, 4],
  );
  assert.deepEqual([excerpt.form, excerpt.hit], ["hexadecimal", "80 81 82 83"]);
});

test("a long hit is cut and the rest counted", () => {
  const excerpt = excerptOfBytes(Buffer.alloc(5_000, "x"), [0, 5_000]);
  assert.deepEqual([excerpt.hit.length, excerpt.hitMore], [600, 4_400]);
});

test("a range past the end of the blob shows what there is", () => {
  assert.equal(excerptOfBytes(Buffer.from("abc"), [1, 900]).hit, "bc");
});

test("in a decoded field the planted value is the hit, or all of it when it stands there transformed", () => {
  assert.equal(excerptOfText("before value after", "value").hit, "value");
  assert.equal(excerptOfText("77b2f769", "value").hit, "77b2f769");
});

test("an opening has no hit and says when there is more", () => {
  const { hit, after, endsInside } = openingOfBytes(Buffer.from("héllo"), 2);
  assert.deepEqual({ hit, after, endsInside }, { hit: "", after: "h", endsInside: true });
});
