import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, openSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { CaptureDamaged, readCapture } from "./reader.ts";
import { createCapture } from "./writer.ts";

function freshFolder(): string {
  return join(mkdtempSync(join(tmpdir(), "capture-test-")), "s1");
}

function writeSmall(folder: string) {
  using writer = createCapture(folder);
  writer.append({
    kind: "session-start",
    session: "s1",
    schemaVersion: 1,
    wallTime: "2026-01-01T00:00:00Z",
    plan: {},
  });
  const first = writer.blob(Buffer.from("hello"));
  const again = writer.blob(Buffer.from("hello"));
  assert.equal(first, again);
  writer.enterPhase("prompt");
  writer.append({ kind: "gap", where: "x", reason: "y", count: 1 });
  writer.append({ kind: "session-end", outcome: "completed", durationMs: 1 });
  return first;
}

test("a capture reads back what was written, in order, blobs stored once", () => {
  const folder = freshFolder();
  const digest = writeSmall(folder);
  using capture = readCapture(folder);
  assert.deepEqual(
    capture.events.map((event) => [event.n, event.kind, event.during]),
    [
      [0, "session-start", "startup"],
      [1, "blob", "startup"],
      [2, "gap", "prompt"],
      [3, "session-end", "prompt"],
    ],
  );
  assert.equal(Buffer.from(capture.blob(digest)).toString(), "hello");
  assert.deepEqual(capture.damage, []);
});

test("a log cut in the middle of a line reads up to there and says so", () => {
  const folder = freshFolder();
  writeSmall(folder);
  appendFileSync(join(folder, "events.ndjson"), '{"n":4,"kind":"ga');
  using capture = readCapture(folder);
  assert.equal(capture.events.length, 4);
  assert.match(capture.damage[0]!, /middle of a line/);
});

test("a changed byte in a blob is detected", () => {
  const folder = freshFolder();
  const digest = writeSmall(folder);
  writeSync(openSync(join(folder, "blobs.bin"), "r+"), "J", 0);
  using capture = readCapture(folder);
  assert.throws(() => capture.blob(digest), CaptureDamaged);
});

test("a second capture in the same folder is refused, the first untouched", () => {
  const folder = freshFolder();
  writeSmall(folder);
  assert.throws(() => createCapture(folder), /EEXIST/);
  using capture = readCapture(folder);
  assert.equal(capture.events.length, 4);
});
