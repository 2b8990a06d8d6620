import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import * as fc from "fast-check";
import { decodeBody } from "./decode.ts";
import { DEFAULT_LIMITS } from "./walk.ts";

const HEADS = [
  {},
  { contentType: "application/json" },
  { contentType: "text/event-stream" },
  { contentType: "application/x-ndjson" },
  { contentType: "application/x-www-form-urlencoded" },
  { contentType: "multipart/form-data; boundary=B" },
  { contentType: "application/grpc", grpcEncoding: "gzip" },
  { contentEncoding: "gzip" },
  { contentEncoding: "deflate, br" },
  { contentEncoding: "zstd, no-such" },
];

test("no bytes make decoding throw, and every range lies in the body", () => {
  const alphabet = fc.constantFrom(
    ...Array.from('{}[]",:0-.eE\\u%&=+;\n\r \u001e'),
    "--B",
    "data:",
    "eyJ",
    "\u0000",
    "é",
  );
  const bodies = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(alphabet, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(""))),
    fc.json().map((text) => Buffer.from(text)),
  );
  fc.assert(
    fc.property(bodies, fc.constantFrom(...HEADS), (body, head) => {
      for (const { range } of decodeBody(body, head).leaves) {
        assert.ok(range[0] >= 0 && range[0] <= range[1] && range[1] <= body.length);
      }
    }),
    { numRuns: 2000, seed: 7 },
  );
});

test("JSON of 100,000 levels stops at the limit and hands on the rest", () => {
  const { leaves, gaps } = decodeBody(Buffer.from(`${"[".repeat(100_000)}"planted"`), {
    contentType: "application/json",
  });
  assert.match(gaps[0]!.reason, /nested deeper than 256/);
  assert.ok(leaves.at(-1)!.text!.endsWith('"planted"'));
});

test("a bomb costs its allowance and no more", () => {
  const bomb = gzipSync(Buffer.alloc(2_000_000));
  const { leaves, gaps } = decodeBody(bomb, {}, { ...DEFAULT_LIMITS, outputBytes: 1_000_000 });
  assert.match(gaps[0]!.reason, /expands beyond the limit/);
  assert.equal(leaves[0]!.kind, "rest");
});

test("the limit of leaves is a gap, and what follows it is still handed on", () => {
  const body = Buffer.from(JSON.stringify([...Array.from({ length: 50 }, (_, i) => i), "planted"]));
  const { leaves, gaps } = decodeBody(
    body,
    { contentType: "application/json" },
    { ...DEFAULT_LIMITS, leaves: 10 },
  );
  assert.match(gaps[0]!.reason, /limit of leaves/);
  assert.ok(leaves.at(-1)!.text!.includes("planted"));
});

test("base64 within base64 without end stops at the limit of layers", () => {
  let text = "planted and long enough";
  for (let i = 0; i < 30; i++) text = Buffer.from(text).toString("base64");
  const { gaps } = decodeBody(Buffer.from(text));
  assert.match(gaps[0]!.reason, /more layers than the limit/);
});
