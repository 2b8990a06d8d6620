import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { UsageError } from "../model/errors.ts";
import { chooseCommand, readPackageJson } from "./package-entry.ts";

test("the command is the only one, the wanted one, or the one called like the package", () => {
  assert.equal(chooseCommand({ name: "tool", bin: "./cli.js" }), "cli.js");
  assert.equal(chooseCommand({ name: "tool", bin: { anything: "bin/x" } }), "bin/x");
  assert.equal(chooseCommand({ name: "@s/tool", bin: { tool: "a.js", other: "b.js" } }), "a.js");
  assert.equal(chooseCommand({ name: "@s/tool", bin: { tool: "a.js", other: "b.js" } }, "other"), "b.js");
  assert.equal(chooseCommand({ name: "tool", bin: { t: "a.js", tt: "a.js" } }), "a.js");
});

test("several commands and no rule to choose: they are listed", () => {
  assert.throws(
    () => chooseCommand({ name: "tool", bin: { one: "a", two: "b" } }),
    /several commands \(one, two\)/,
  );
});

test("a command outside the package, or none, is refused", () => {
  for (const bin of ["../../etc/passwd", "/bin/sh", "a/../../b"])
    assert.throws(() => chooseCommand({ name: "tool", bin }), UsageError, bin);
  assert.throws(() => chooseCommand({ name: "tool" }), /declares no command/);
  assert.throws(() => chooseCommand({ name: "tool", bin: {} }), /declares no command/);
});

test("package.json must be there and an object", async () => {
  const folder = mkdtempSync(join(tmpdir(), "entry-test-"));
  await assert.rejects(readPackageJson(folder), /is not a package/);
  for (const text of ["[]", "{", "null"]) {
    writeFileSync(join(folder, "package.json"), text);
    await assert.rejects(readPackageJson(folder), /not a JSON object/);
  }
});

test("fields of the wrong kind count as missing, and so do names that would make a path", async () => {
  const folder = mkdtempSync(join(tmpdir(), "entry-test-"));
  const read = async (value: object) => {
    writeFileSync(join(folder, "package.json"), JSON.stringify(value));
    return readPackageJson(folder);
  };
  assert.deepEqual(
    Object.values(await read({ name: 7, bin: [1], scripts: "x", os: {} })).filter(Boolean),
    [],
  );
  for (const name of ["../../x", "..", "a/b", "/etc", "a\nb"])
    assert.equal((await read({ name })).name, undefined, name);
  assert.deepEqual((await read({ scripts: { preinstall: "x", odd: 1 } })).scripts, { preinstall: "x" });
  assert.equal((await read({ version: "../1" })).version, undefined);
  assert.equal((await read({ name: "@s/tool", version: "1.0.0-rc.1+b" })).name, "@s/tool");
});
