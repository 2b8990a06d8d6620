import assert from "node:assert/strict";
import { test } from "node:test";
import { counted, formatBytes, formatCount, formatDuration } from "./numbers.ts";

test("numbers are grouped, bytes are decimal, durations are readable", () => {
  assert.deepEqual([0, 999, 1_000, 1_234_567].map(formatCount), ["0", "999", "1,000", "1,234,567"]);
  assert.deepEqual([0, 999, 1_000, 99_949, 99_950, 999_499, 999_500, 1_842_113, 5e15].map(formatBytes), [
    "0 B",
    "999 B",
    "1.0 kB",
    "99.9 kB",
    "100 kB",
    "999 kB",
    "1.0 MB",
    "1.8 MB",
    "5,000 TB",
  ]);
  assert.deepEqual([12.4, 59_940, 59_960, 125_000].map(formatDuration), [
    "12 ms",
    "59.9 s",
    "1 min 00 s",
    "2 min 05 s",
  ]);
  assert.deepEqual([counted(1, "file"), counted(2, "process", "processes")], ["1 file", "2 processes"]);
});
