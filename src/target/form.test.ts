import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { detectForm, largestExecutable } from "./form.ts";

const folder = mkdtempSync(join(tmpdir(), "form-test-"));
const ELF = Buffer.from("7f454c46020101000000000000000000", "hex");
const TRAILER = Buffer.from("\n---- Bun! ----\n");

/** A program with `payloadBytes` of modules and the record that Bun writes before its trailer. */
function bunProgram(byteCount: number, tableLength: number, after = Buffer.alloc(0)): Buffer {
  const record = Buffer.alloc(32);
  record.writeBigUInt64LE(BigInt(byteCount), 0);
  record.writeUInt32LE(0, 8);
  record.writeUInt32LE(tableLength, 12);
  return Buffer.concat([ELF, Buffer.alloc(200), record, TRAILER, after]);
}

const bigScript = `#!/usr/bin/env node\n${"x();".repeat(200_000)}`;
const cases: [string, string | Uint8Array, string][] = [
  ["plain ELF", ELF, "elf"],
  ["Bun program, whatever its name", bunProgram(150, 52), "bun-executable"],
  ["Bun program with data after the trailer", bunProgram(150, 52, Buffer.alloc(9 << 20)), "bun-executable"],
  ["ELF that only holds the trailer's text", Buffer.concat([ELF, TRAILER]), "elf"],
  ["ELF whose record before the trailer makes no sense", bunProgram(1 << 30, 52), "elf"],
  [
    "Node with an application put in",
    Buffer.concat([ELF, Buffer.from("NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1")]),
    "node-sea",
  ],
  [
    "Node without one",
    Buffer.concat([ELF, Buffer.from("NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:0")]),
    "elf",
  ],
  ["large script", bigScript, "js-bundle"],
  ["small script", "#!/usr/bin/env node\nrequire('./lib')", "script"],
  ["shell script", "#!/bin/sh\necho", "script"],
  ["zip", Buffer.from("504b0304aaaa", "hex"), "zip"],
  ["gzip", Buffer.from("1f8b0800", "hex"), "gzip"],
  ["text", "hello", "file"],
  ["nothing", "", "file"],
];
for (const [index, [what, content, form]] of cases.entries())
  test(`${what} is ${form}`, async () => {
    const path = join(folder, `case-${index}.exe`);
    writeFileSync(path, content);
    assert.equal(await detectForm(path), form);
  });

test("a needle across two windows is found", async () => {
  const path = join(folder, "across");
  const sizeBytes = 8 << 20;
  const program = bunProgram(150, 52);
  // The window before the last ends eight bytes into the trailer.
  writeFileSync(path, Buffer.concat([program, Buffer.alloc(sizeBytes - 8)]));
  assert.equal(await detectForm(path), "bun-executable");
});

test("JavaScript without a first line is known by its ending", async () => {
  const path = join(folder, "cli.mjs");
  writeFileSync(path, "start()");
  assert.equal(await detectForm(path), "script");
});

test("the largest program of a folder counts, other files do not", async () => {
  const inside = mkdtempSync(join(folder, "platform-"));
  assert.equal(await largestExecutable(inside), undefined);
  writeFileSync(join(inside, "data"), Buffer.alloc(10_000));
  writeFileSync(join(inside, "helper"), ELF);
  writeFileSync(join(inside, "main"), bunProgram(150, 52));
  assert.equal(await largestExecutable(inside), "bun-executable");
});
