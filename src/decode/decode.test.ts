import assert from "node:assert/strict";
import { test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import { decodeBody } from "./decode.ts";

const asJson = { contentType: "application/json" };

test("every JSON leaf keeps its pointer and exact range", () => {
  const body = Buffer.from('{"a": [1, "zwölf", true], "b/~": {}, "a": null}');
  const { leaves, gaps, format } = decodeBody(body, asJson);
  assert.equal(format, "json");
  assert.deepEqual(gaps, []);
  assert.deepEqual(
    leaves.map((leaf) => [leaf.pointer, leaf.kind, leaf.text, body.subarray(...leaf.range).toString()]),
    [
      ["/a", "key", "a", '"a"'],
      ["/a/0", "number", "1", "1"],
      ["/a/1", "string", "zwölf", '"zwölf"'],
      ["/a/2", "boolean", "true", "true"],
      ["/b~1~0", "key", "b/~", '"b/~"'],
      ["/b~1~0", "empty", "{}", "{}"],
      ["/a", "key", "a", '"a"'],
      ["/a", "null", "null", "null"],
    ],
  );
});

test("damaged JSON keeps what was read, says where it stopped and hands on the rest", () => {
  for (const [body, reason, rest] of [
    ['{"a":1,"b":"cut', /ends early at byte 11/, '"cut'],
    ['{"a":1} trailing', /text after the document/, " trailing"],
    ['{"a":1,"b":NaN}', /unexpected character/, "NaN}"],
  ] as const) {
    const { leaves, gaps } = decodeBody(Buffer.from(body), asJson);
    assert.equal(leaves.find((leaf) => leaf.kind === "number")?.text, "1");
    assert.match(gaps[0]!.reason, reason);
    assert.deepEqual([leaves.at(-1)!.kind, leaves.at(-1)!.text], ["rest", rest]);
  }
});

test("content encodings, declared, stacked and undeclared", () => {
  const body = Buffer.from('{"secret":"planted"}');
  for (const [contentEncoding, bytes, layers] of [
    ["gzip", gzipSync(body), ["gzip"]],
    ["deflate", deflateSync(body), ["deflate"]],
    ["deflate", deflateRawSync(body), ["deflate"]],
    ["br", brotliCompressSync(body), ["br"]],
    ["zstd", zstdCompressSync(body), ["zstd"]],
    ["gzip, br", brotliCompressSync(gzipSync(body)), ["br", "gzip"]],
    ["", gzipSync(zstdCompressSync(body)), ["gzip", "zstd"]],
  ] as const) {
    const { leaves, gaps } = decodeBody(bytes, { contentEncoding });
    const leaf = leaves.find((candidate) => candidate.text === "planted")!;
    assert.deepEqual(gaps, []);
    assert.deepEqual(leaf.encodings, [...layers, "json"]);
    assert.deepEqual(leaf.range, [0, bytes.length]);
  }
});

test("events of a stream are opened one by one, ranges exact", () => {
  const body = Buffer.from('event: delta\ndata: {"text":"planted"}\n\n: ping\n\ndata: one\ndata: two\n\n');
  const { leaves, format } = decodeBody(body, { contentType: "text/event-stream; charset=utf-8" });
  assert.equal(format, "sse");
  const leaf = leaves.find((candidate) => candidate.text === "planted")!;
  assert.equal(leaf.pointer, "/0/data/text");
  assert.equal(body.subarray(...leaf.range).toString(), '"planted"');
  assert.equal(leaves.find((candidate) => candidate.pointer === "/2/data")!.text, "one\ntwo");
});

test("codings inside strings are undone, the string itself is kept", () => {
  const env = Buffer.from('{"host":"planted"}').toString("base64");
  const body = Buffer.from(JSON.stringify({ event: { env }, inner: JSON.stringify({ deep: "planted" }) }));
  const { leaves } = decodeBody(body, asJson);
  const found = leaves.filter((leaf) => leaf.text === "planted");
  assert.deepEqual(
    found.map((leaf) => [leaf.pointer, leaf.encodings]),
    [
      ["/event/env#base64#json/host", ["json", "base64", "json"]],
      ["/inner#json-string/deep", ["json", "json-string"]],
    ],
  );
  assert.equal(body.subarray(...found[0]!.range).toString(), JSON.stringify(env));
  assert.equal(leaves.find((leaf) => leaf.pointer === "/event/env" && leaf.kind === "string")!.opened, true);
});

test("form fields are percent-decoded", () => {
  const body = Buffer.from("user=a%20b+c&payload=%7B%22host%22%3A%22planted%22%7D");
  const { leaves } = decodeBody(body, { contentType: "application/x-www-form-urlencoded" });
  assert.equal(leaves.find((leaf) => leaf.pointer === "/user" && leaf.kind === "string")!.text, "a b c");
  assert.equal(leaves.find((leaf) => leaf.text === "planted")!.pointer, "/payload#json-string/host");
});
