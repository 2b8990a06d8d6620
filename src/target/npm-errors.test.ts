import assert from "node:assert/strict";
import { test } from "node:test";
import { UsageError } from "../model/errors.ts";
import { explainNpmError, nearVersions } from "./npm-errors.ts";

test("versions near the one asked for, by number and not by letter", () => {
  const versions = ["1.0.0", "1.2.0", "1.10.0", "1.9.0", "2.0.0", "1.11.0", "3.0.0"];
  assert.deepEqual(nearVersions("tool@1.9.5", versions), [
    "1.0.0",
    "1.2.0",
    "1.9.0",
    "1.10.0",
    "1.11.0",
    "2.0.0",
  ]);
  assert.deepEqual(nearVersions("@s/tool@99.0.0", versions), ["1.11.0", "2.0.0", "3.0.0"]);
});

test("what the user can mend becomes a sentence; anything else stays what it was", () => {
  for (const code of [
    "E404",
    "ETARGET",
    "EINTEGRITY",
    "E401",
    "ECONNREFUSED",
    "ENOTFOUND",
    "ENOSPC",
    "E503",
    "TAR_BAD_ARCHIVE",
  ])
    assert.ok(explainNpmError(Object.assign(new Error("x"), { code }), "tool") instanceof UsageError, code);
  const bug = new TypeError("undefined is not a function");
  assert.equal(explainNpmError(bug, "tool"), bug);
  const failed = Object.assign(new Error("command failed"), { code: 7 });
  assert.equal(explainNpmError(failed, "tool"), failed);
  const abort = new DOMException("stopped", "AbortError");
  assert.equal(explainNpmError(abort, "tool"), abort);
});
