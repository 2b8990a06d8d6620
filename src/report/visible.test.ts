import assert from "node:assert/strict";
import { test } from "node:test";
import { assert as check, property, string } from "fast-check";
import { cut, pieces, visible } from "./visible.ts";

test("what would not show is written out", () => {
  const cases: [string, string][] = [
    ["\u001B[31mred\u001B[0m", "‹ESC›[31mred‹ESC›[0m"],
    ["a\u0000b", "a‹NUL›b"],
    ["safe\u202Egpj.exe", "safe‹U+202E›gpj.exe"],
    ["zero\u200Bwidth", "zero‹U+200B›width"],
    ["lone \uD800 half", "lone ‹U+D800› half"],
    ["tag \u{E0041}", "tag ‹U+E0041›"],
    ["no\u00A0break", "no‹U+00A0›break"],
    ["a\tb\nc\r\n", "a‹HT›b‹LF›c‹CR›‹LF›"],
    ["plain – naïve 漢字 🦔", "plain – naïve 漢字 🦔"],
  ];
  for (const [captured, shown] of cases) assert.equal(visible(captured), shown);
});

test("with lines kept, line ends and tabs stay and a carriage return alone is written out", () => {
  assert.deepEqual(pieces("a\r\nb\tc\rd", true), [
    { text: "a\nb\tc", unseen: false },
    { text: "‹CR›", unseen: true },
    { text: "d", unseen: false },
  ]);
});

test("nothing that a terminal or a text layout obeys is left, whatever the text", () => {
  check(
    property(string({ unit: "binary" }), (captured) => {
      assert.doesNotMatch(visible(captured), /[\p{Cc}\p{Cf}\p{Cs}]/u);
    }),
  );
});

test("a cut says how much more there was and splits no character", () => {
  assert.deepEqual(cut("abcdef", 4), { shown: "abcd", more: 2 });
  assert.deepEqual(cut("abc🦔", 4), { shown: "abc", more: 2 });
  assert.deepEqual(cut("abc", 3), { shown: "abc", more: 0 });
});
