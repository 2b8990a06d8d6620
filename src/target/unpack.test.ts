import assert from "node:assert/strict";
import { hash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { UsageError } from "../model/errors.ts";
import { checkTarball } from "./check-tarball.ts";
import { packTarball } from "./fake-registry.testing.ts";
import { zipFile, type ZipEntry } from "./zip-file.testing.ts";
import { unpackAsar } from "./unpack-asar.ts";
import { UNPACK_LIMITS } from "./unpack-limits.ts";
import { unpackZip } from "./unpack-zip.ts";

const freshFolder = (): string => mkdtempSync(join(tmpdir(), "unpack-test-"));

async function unzip(entries: ZipEntry[], limits = UNPACK_LIMITS): Promise<string> {
  const folder = freshFolder();
  const bytes = zipFile(entries);
  writeFileSync(join(folder, "a.zip"), bytes);
  await unpackZip(join(folder, "a.zip"), bytes.length, join(folder, "out"), limits);
  return join(folder, "out");
}

test("a zip unpacks with its modes, folders and inner links", async () => {
  const out = await unzip([
    { name: "bin/", content: "" },
    { name: "bin/run", content: "#!/bin/sh\n", mode: 0o100755 },
    { name: "a/b/plain.txt", content: "hi", mode: 0 },
    { name: "a/link", content: "../bin/run", mode: 0o120777 },
  ]);
  assert.equal(readFileSync(join(out, "a/b/plain.txt"), "utf8"), "hi");
  assert.equal(statSync(join(out, "bin/run")).mode & 0o777, 0o755);
  assert.equal(readlinkSync(join(out, "a/link")), "../bin/run");
});

const file = (name: string): ZipEntry => ({ name, content: "x" });
const link = (name: string, content: string): ZipEntry => ({ name, content, mode: 0o120777 });
const hostile: [string, ZipEntry[]][] = [
  ["a path that climbs out", [file("../escaped")]],
  ["a path that climbs out later", [file("a/../../escaped")]],
  ["an absolute path", [file("/tmp/escaped")]],
  ["a drive letter", [file("C:/escaped")]],
  ["a backslash path", [file("..\\escaped")]],
  ["an empty part", [file("a//b")]],
  ["a NUL in the name", [file("a\0b")]],
  ["an endless name", [file("a".repeat(300))]],
  ["a link to an absolute path", [link("l", "/etc")]],
  ["a link that climbs out", [link("a/l", "../../etc")]],
  ["a link that climbs behind another link", [link("a/b/c", "../../s"), link("e", "a/b/c/../..")]],
  ["a link below another link", [link("a", "b"), file("b/x"), link("a/l", "x")]],
  ["a link where a file is", [file("a"), link("a", "b")]],
  ["the same link twice", [link("a", "b"), link("a", "b")]],
  ["a link below a file", [file("a"), link("a/l", "b")]],
  ["a file in place of a link's folder", [link("a", "."), file("a/x")]],
  ["the same file twice", [file("a"), file("a")]],
  ["a device", [{ name: "d", content: "", mode: 0o060644 }]],
  ["a size that is a lie", [{ name: "a", content: "x".repeat(100), claimedBytes: 5 }]],
];
for (const [what, entries] of hostile)
  test(`a zip with ${what} is refused`, async () => {
    await assert.rejects(unzip(entries), UsageError);
    assert.ok(!existsSync("/tmp/escaped"));
  });

test("a zip bomb is stopped by what it unpacks to, and a swarm by its number", async () => {
  const zeros = { name: "zeros", content: Buffer.alloc(70 << 20) };
  await assert.rejects(unzip([zeros]), /unpacks to more than/);
  const swarm = Array.from({ length: 11 }, (_, index) => file(`f${index}`));
  await assert.rejects(unzip(swarm, { ...UNPACK_LIMITS, entries: 10 }), /more than 10 entries/);
});

test("a damaged zip is the user's to mend", async () => {
  const folder = freshFolder();
  writeFileSync(join(folder, "a.zip"), zipFile([file("a")]).subarray(0, 40));
  await assert.rejects(unpackZip(join(folder, "a.zip"), 40, join(folder, "out")), UsageError);
});

test("a tarball that unpacks to far more than it weighs is refused before it is unpacked", async () => {
  const manifest = { name: "bomb", version: "1.0.0" };
  await checkTarball(packTarball({ manifest }));
  await assert.rejects(
    checkTarball(packTarball({ manifest, files: { zeros: Buffer.alloc(70 << 20) } })),
    /unpacks to more/,
  );
  await assert.rejects(checkTarball(Buffer.from("no tarball")), /damaged/);
  await assert.rejects(checkTarball(packTarball({ manifest }).subarray(0, 60)), /damaged/);
});

/** An archive as Electron reads it. `files` is the JSON tree, `body` the bytes it points into. */
function asarFile(files: unknown, body: string): string {
  const json = Buffer.from(JSON.stringify({ files }));
  const head = Buffer.alloc(16);
  for (const [at, word] of [4, json.length + 8, json.length + 4, json.length].entries())
    head.writeUInt32LE(word, at * 4);
  const path = join(freshFolder(), "app.asar");
  writeFileSync(path, Buffer.concat([head, json, Buffer.from(body)]));
  return path;
}

test("an asar unpacks, checksums, links and files kept beside it included", async () => {
  const integrity = { algorithm: "SHA256", hash: hash("sha256", "body") };
  const path = asarFile(
    {
      "package.json": { size: 2, offset: "0" },
      lib: {
        files: {
          "main.js": { size: 4, offset: "2", executable: true, integrity },
          l: { link: "lib/main.js" },
        },
      },
      "native.node": { size: 3, unpacked: true },
    },
    "{}body",
  );
  mkdirSync(`${path}.unpacked`);
  writeFileSync(join(`${path}.unpacked`, "native.node"), "elf");
  await unpackAsar(path, `${path}.out`);
  assert.equal(readFileSync(`${path}.out/lib/main.js`, "utf8"), "body");
  assert.equal(readFileSync(`${path}.out/lib/l`, "utf8"), "body");
  assert.ok(lstatSync(`${path}.out/lib/l`).isSymbolicLink());
  assert.equal(readFileSync(`${path}.out/native.node`, "utf8"), "elf");
});

const badTrees: [string, unknown][] = [
  ["a name that climbs", { "..": { files: { x: { size: 1, offset: "0" } } } }],
  ["a name with a slash", { "a/../../x": { size: 1, offset: "0" } }],
  ["a file past the end", { x: { size: 999, offset: "0" } }],
  ["no offset", { x: { size: 1 } }],
  ["a wrong checksum", { x: { size: 1, offset: "0", integrity: { algorithm: "SHA256", hash: "00" } } }],
  ["a link out of it", { l: { link: "../../etc/passwd" } }],
  ["something that is neither", { x: 7 }],
  ["a bottomless tree", JSON.parse(`${'{"d":{"files":'.repeat(70)}{}${"}}".repeat(70)}`)],
];
for (const [what, files] of badTrees)
  test(`an asar with ${what} is refused`, async () => {
    const path = asarFile(files, "y");
    await assert.rejects(unpackAsar(path, `${path}.out`), UsageError);
  });
