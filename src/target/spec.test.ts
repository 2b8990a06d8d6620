import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { UsageError } from "../model/errors.ts";
import { profiles } from "./profiles/index.ts";
import { isExactVersion, parseSpec } from "./spec.ts";

test("packages are read with their version, range or tag; none means latest", () => {
  const read = (spec: string) => parseSpec(spec);
  assert.deepEqual(read("tool"), { kind: "npm", name: "tool", range: "latest" });
  assert.deepEqual(read("tool@"), { kind: "npm", name: "tool", range: "latest" });
  assert.deepEqual(read("@scope/tool@1.2.3"), { kind: "npm", name: "@scope/tool", range: "1.2.3" });
  assert.deepEqual(read("tool@>=1 <2"), { kind: "npm", name: "tool", range: ">=1 <2" });
  assert.deepEqual(read("tool@next"), { kind: "npm", name: "tool", range: "next" });
});

test("a profile's short name stands for its package", () => {
  const { id, packages } = profiles[0]!;
  assert.deepEqual(parseSpec(`${id}@1.0.0`), { kind: "npm", name: packages[0], range: "1.0.0" });
});

test("what looks like a path is one; a bare name is one only when such a file lies here", () => {
  assert.deepEqual(parseSpec("./tool"), { kind: "path", path: join(process.cwd(), "tool") });
  assert.deepEqual(parseSpec("a/b"), { kind: "path", path: join(process.cwd(), "a/b") });
  assert.deepEqual(parseSpec("~/tool"), { kind: "path", path: join(homedir(), "tool") });
  assert.deepEqual(parseSpec("."), { kind: "path", path: process.cwd() });
  const file = join(mkdtempSync(join(tmpdir(), "spec-test-")), "x.tgz");
  writeFileSync(file, "");
  assert.deepEqual(parseSpec(file), { kind: "path", path: file });
  assert.deepEqual(parseSpec("package.json"), { kind: "path", path: join(process.cwd(), "package.json") });
  assert.equal(parseSpec("src").kind, "npm");
  assert.equal(parseSpec("src", ["node", "x.js"]).kind, "path");
});

test("with a run command, its own program's name is a command", () => {
  assert.deepEqual(parseSpec("mytool", ["mytool", "{prompt}"]), { kind: "command", program: "mytool" });
  assert.equal(parseSpec("mytool", ["node", "cli.js"]).kind, "npm");
});

test("what is neither package nor path is the user's mistake", () => {
  for (const spec of ["", "two words", "https:x", "@scope", "a@b@c"])
    assert.throws(() => parseSpec(spec), UsageError, spec);
});

test("only a whole version is exact", () => {
  for (const exact of ["1.2.3", "0.0.1-rc.1", "1.2.3+build"]) assert.ok(isExactVersion(exact), exact);
  for (const range of ["1.2", "^1.2.3", "latest", "1.2.x", "1.2.3 - 2.0.0"])
    assert.ok(!isExactVersion(range), range);
});
