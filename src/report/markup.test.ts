import assert from "node:assert/strict";
import { test } from "node:test";
import { assert as check, constantFrom, property, string } from "fast-check";
import { Markup, markup, text } from "./markup.ts";

test("interpolated text is escaped in content and in attributes", () => {
  const hostile = `"'><script>x</script>&amp;`;
  assert.equal(
    markup`<a title="${hostile}">${hostile}</a>`.toString(),
    `<a title="&quot;&#39;&gt;&lt;script&gt;x&lt;/script&gt;&amp;amp;">&quot;&#39;&gt;&lt;script&gt;x&lt;/script&gt;&amp;amp;</a>`,
  );
});

test("an object parsed from JSON never passes for markup", () => {
  const forged = JSON.parse(`{"text":"<b>","toString":null,"constructor":{"name":"Markup"}}`) as object;
  assert.equal(forged instanceof Markup, false);
});

const HOSTILE = constantFrom("<", ">", '"', "'", "&", "/", "script", "\u0000", "\uD800", "\u202E", "x");

test("captured text has no tag of its own, whatever it holds", () => {
  check(
    property(string({ unit: HOSTILE }), (captured) => {
      const rendered = text(captured, { limit: 50 }).toString();
      assert.doesNotMatch(rendered.replace(/<span class="(?:unseen|cut)">|<\/span>/g, ""), /[<>"']/);
    }),
  );
});

test("a long text is cut and the rest counted", () => {
  assert.match(
    text("x".repeat(1_000_000), { limit: 10 }).toString(),
    /^x{10}<span class="cut">… 999,990 more characters<\/span>$/,
  );
});
