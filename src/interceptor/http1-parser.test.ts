import assert from "node:assert/strict";
import { test } from "node:test";
import { array, assert as holds, boolean, constantFrom, nat, property, uint8Array } from "fast-check";
import { createRequestParser, type RequestStep } from "./http1-parser.ts";

/** Everything a parser makes of `pieces`, bodies joined, so that only the content counts and not the split. */
function parsed(pieces: Uint8Array[]): unknown[] {
  const parser = createRequestParser({ headBytes: 2048 });
  const seen: unknown[] = [];
  let body = "";
  const note = (step: RequestStep) => {
    if (step.kind === "body") {
      body += Buffer.from(step.bytes).toString("latin1");
      return;
    }
    if (body !== "") seen.push(body);
    body = "";
    if (step.kind === "head")
      seen.push([step.framing, Buffer.from(step.head.raw).toString("latin1"), step.head]);
    else seen.push(step);
  };
  for (const piece of pieces) {
    parser.push(piece);
    for (let step = parser.next(); step; step = parser.next()) note(step);
  }
  seen.push(body);
  return JSON.parse(JSON.stringify(seen, (key, value: unknown) => (key === "raw" ? undefined : value)));
}

function splitAt(bytes: Uint8Array, cuts: number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
}

const STREAMS = [
  "GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\ncontent-LENGTH: 5\r\n\r\nhelloGET /c HTTP/1.0\r\n\r\n",
  "\r\n\nPUT / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;why=not\r\nhello\r\n0\r\nX-T: 1\r\nX-T: 2\r\n\r\nGET / HTTP/1.1\n\n",
  "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
  "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n\x16\x03\x01rest",
  "GET / HTTP/1.1\r\nA: 1\r\n folded\r\n\r\n",
];

test("any split of a stream gives the same requests", () => {
  const pieces = constantFrom(...STREAMS);
  holds(
    property(pieces, array(nat(400), { maxLength: 40 }), (stream, cuts) => {
      const bytes = Buffer.from(stream, "latin1");
      assert.deepEqual(parsed(splitAt(bytes, cuts)), parsed([bytes]));
    }),
    { numRuns: 300 },
  );
});

test("random bytes never throw, after a good head or before it", () => {
  holds(
    property(boolean(), uint8Array({ maxLength: 300 }), (chunked, noise) => {
      parsed(
        chunked ? [Buffer.from("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), noise] : [noise],
      );
    }),
    { numRuns: 300 },
  );
});

test("header case, order and repetition stay, and raw is byte-exact", () => {
  const raw = "GET /p?q HTTP/1.1\r\nhOsT: a\r\nX: \t1 \r\nX:2\r\n\r\n";
  const parser = createRequestParser({ headBytes: 2048 });
  parser.push(Buffer.from(raw));
  const step = parser.next();
  assert.ok(step?.kind === "head");
  assert.deepEqual(step.head.headers, [
    ["hOsT", "a"],
    ["X", "1"],
    ["X", "2"],
  ]);
  assert.equal(Buffer.from(step.head.raw).toString(), raw);
});

test("what RFC 9112 forbids is malformed, and an endless head too", () => {
  const cases = [
    "GET /  HTTP/1.1\r\n\r\n",
    "GET / HTTP/1.1\r\nA : 1\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    "POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n",
    `GET / HTTP/1.1\r\nA: ${"x".repeat(4096)}`,
  ];
  for (const text of cases) {
    const parser = createRequestParser({ headBytes: 2048 });
    parser.push(Buffer.from(text));
    assert.equal(parser.next()?.kind, "malformed", text.slice(0, 60));
  }
});
