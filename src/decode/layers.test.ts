import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { decodeBody } from "./decode.ts";
import type { BodyHead } from "./walk.ts";

function find(bytes: Uint8Array, head: BodyHead) {
  const { leaves, gaps, format } = decodeBody(bytes, head);
  const leaf = leaves.find((candidate) => candidate.text === "planted" && candidate.kind !== "key")!;
  assert.deepEqual(gaps, []);
  return {
    format,
    pointer: leaf.pointer,
    encodings: leaf.encodings,
    at: Buffer.from(bytes).toString("utf8", ...leaf.range),
  };
}

test("documents in a row, declared, undeclared and behind record separators", () => {
  for (const [body, contentType] of [
    ['{"a":1}\n{"b":"planted"}\n', "application/x-ndjson"],
    ['{"a":1}\n{"b":"planted"}', undefined],
    ['\u001e{"a":1}\n\u001e{"b":"planted"}\n', "application/json-seq"],
  ] as const) {
    const found = find(Buffer.from(body), contentType === undefined ? {} : { contentType });
    assert.deepEqual(found, {
      format: "ndjson",
      pointer: "/1/b",
      encodings: ["ndjson", "json"],
      at: '"planted"',
    });
  }
});

test("a pretty-printed document is one document", () => {
  const body = Buffer.from(JSON.stringify({ a: [{ b: 1 }, { b: "planted" }] }, undefined, 1));
  assert.equal(find(body, {}).format, "json");
});

function framed(flags: number, message: Uint8Array): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flags;
  prefix.writeUInt32BE(message.length, 1);
  return Buffer.concat([prefix, message]);
}

test("length-prefixed messages, plain and compressed; one that ends early is a gap", () => {
  const message = Buffer.from('{"b":"planted"}');
  const head = { contentType: "application/grpc+json", grpcEncoding: "gzip" };
  const plain = find(Buffer.concat([framed(0, Buffer.from("{}")), framed(0, message)]), head);
  assert.deepEqual([plain.pointer, plain.at], ["/1/b", '"planted"']);
  assert.deepEqual(find(framed(1, gzipSync(message)), head).encodings, ["grpc", "gzip", "json"]);
  const cut = decodeBody(framed(0, message).subarray(0, 12), head);
  assert.match(cut.gaps[0]!.reason, /message 0 ends early/);
  assert.equal(cut.leaves.at(-1)!.kind, "rest");
});

test("parts of a multipart body are opened under their names", () => {
  const body = Buffer.from(
    '--B\r\nContent-Disposition: form-data; name="meta"; filename="x"\r\nContent-Type: application/json\r\n\r\n{"b":"planted"}\r\n--B--\r\n',
  );
  const found = find(body, { contentType: "multipart/form-data; boundary=B" });
  assert.deepEqual(
    [found.pointer, found.encodings, found.at],
    ["/meta/b", ["multipart", "json"], '"planted"'],
  );
  const loose = Buffer.concat([Buffer.from("planted\r\n"), body]);
  assert.equal(
    decodeBody(loose, { contentType: "multipart/form-data; boundary=B" }).leaves[0]!.pointer,
    "/preamble",
  );
});

test("tokens, data URLs, query parameters and hex inside fields", () => {
  const inner = Buffer.from('{"b":"planted"}');
  const header = Buffer.from('{"alg":"none"}').toString("base64url");
  for (const [text, pointer] of [
    [`${header}.${inner.toString("base64url")}.c2ln`, "/f#jwt/payload#json/b"],
    [`data:application/json;base64,${inner.toString("base64")}`, "/f#data-url#json/b"],
    [`https://host.test/p?q=${encodeURIComponent(inner.toString())}`, "/f#url/query/q#json/b"],
    [inner.toString("hex"), "/f#hex#json/b"],
  ] as const) {
    assert.equal(find(Buffer.from(JSON.stringify({ f: text })), {}).pointer, pointer);
  }
});
