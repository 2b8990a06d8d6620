import assert from "node:assert/strict";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { UsageError } from "../model/errors.ts";
import { resolveTarget } from "./resolve.ts";
import { packTarball } from "./fake-registry.testing.ts";
import { zipFile } from "./zip-file.testing.ts";
import { sha256 } from "./tree-listing.ts";

const freshFolder = (): string => mkdtempSync(join(tmpdir(), "local-test-"));

function packageFolder(scripts: Record<string, string> = {}): string {
  const folder = join(freshFolder(), "mytool");
  mkdirSync(join(folder, ".git"), { recursive: true });
  writeFileSync(join(folder, ".git/HEAD"), String(Math.random()));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "mytool", version: "0.3.0", bin: "cli.mjs", scripts }),
  );
  writeFileSync(join(folder, "cli.mjs"), "#!/usr/bin/env node\n", { mode: 0o755 });
  return folder;
}

test("a folder is copied, its digest depends on content, paths and modes and nothing else", async () => {
  const cacheFolder = freshFolder();
  const folder = packageFolder({ postinstall: "touch /tmp/never" });
  const target = await resolveTarget(folder, { cacheFolder });
  assert.deepEqual(
    [target.name, target.version, target.source, target.form, target.bin],
    ["mytool", "0.3.0", "folder", "package", "cli.mjs"],
  );
  assert.deepEqual(target.lifecycle, [
    { package: "mytool", event: "postinstall", script: "touch /tmp/never", folder: "." },
  ]);
  assert.deepEqual(readdirSync(target.folder).sort(), ["cli.mjs", "package.json"]);
  const again = join(freshFolder(), "mytool");
  cpSync(folder, again, { recursive: true });
  utimesSync(join(again, "cli.mjs"), 1, 1);
  writeFileSync(join(again, ".git/HEAD"), "other");
  assert.equal((await resolveTarget(again, { cacheFolder })).digest, target.digest);
  writeFileSync(join(again, "cli.mjs"), "changed");
  assert.notEqual((await resolveTarget(again, { cacheFolder })).digest, target.digest);
});

test("a folder that is no package needs --run, and with it may hold anything", async () => {
  const cacheFolder = freshFolder();
  const folder = freshFolder();
  writeFileSync(join(folder, "tool.py"), "print()");
  await assert.rejects(resolveTarget(folder, { cacheFolder }), /is not a package.*--run/);
  const target = await resolveTarget(folder, { cacheFolder, run: ["python3", "tool.py", "{prompt}"] });
  assert.equal(target.bin, undefined);
  assert.equal(readFileSync(join(target.folder, "tool.py"), "utf8"), "print()");
});

test("links inside a folder stay, links out of it are refused", async () => {
  const cacheFolder = freshFolder();
  const folder = packageFolder();
  symlinkSync("cli.mjs", join(folder, "inside"));
  const target = await resolveTarget(folder, { cacheFolder });
  assert.equal(readFileSync(join(target.folder, "inside"), "utf8"), "#!/usr/bin/env node\n");
  symlinkSync("/etc/passwd", join(folder, "outside"));
  await assert.rejects(resolveTarget(folder, { cacheFolder }), /leads out of the target/);
  assert.deepEqual(readdirSync(join(cacheFolder, "scratch")), []);
});

test("a program file, a script and a command on the PATH", async () => {
  const cacheFolder = freshFolder();
  const folder = freshFolder();
  const long = join(folder, "n".repeat(250));
  writeFileSync(long, "text");
  assert.equal((await resolveTarget(long, { cacheFolder })).form, "file");
  const program = join(folder, "tool");
  writeFileSync(program, Buffer.from("7f454c46", "hex"));
  const elf = await resolveTarget(program, { cacheFolder });
  assert.deepEqual([elf.form, elf.bin, elf.digest], ["elf", "tool", sha256(Buffer.from("7f454c46", "hex"))]);
  assert.equal(statSync(join(elf.folder, "tool")).mode & 0o777, 0o555, "a program can be started");
  writeFileSync(join(folder, "cmd"), "#!/bin/sh\n", { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env["PATH"]}` };
  const command = await resolveTarget("cmd", { cacheFolder, env, run: ["cmd", "{prompt}"] });
  assert.deepEqual([command.source, command.form, command.bin], ["command", "command", "cmd"]);
  await assert.rejects(
    resolveTarget("no-cmd", { cacheFolder, env, run: ["no-cmd"] }),
    /no program no-cmd on the PATH/,
  );
});

test("an editor extension is unpacked and named by what it carries", async () => {
  const path = join(freshFolder(), "some.vsix");
  const manifest = JSON.stringify({ name: "assistant", version: "4.5.6" });
  writeFileSync(path, zipFile([{ name: "extension/package.json", content: manifest }]));
  const target = await resolveTarget(path, { cacheFolder: freshFolder() });
  assert.deepEqual([target.name, target.version, target.form], ["assistant", "4.5.6", "package"]);
  assert.equal(readFileSync(join(target.folder, "extension/package.json"), "utf8"), manifest);
});

test("a tarball is a package with that tarball's digest", async () => {
  const tarball = packTarball({
    manifest: { name: "tool", version: "1.0.0", bin: "cli.js" },
    files: { "cli.js": "run()" },
  });
  const path = join(freshFolder(), "tool.tgz");
  writeFileSync(path, tarball);
  const target = await resolveTarget(path, { cacheFolder: freshFolder() });
  assert.deepEqual(
    [target.name, target.source, target.digest, target.bin],
    ["tool", "tarball", sha256(tarball), "node_modules/tool/cli.js"],
  );
});

test("a path that is not there, and a cache that cannot be written, are the user's to mend", async () => {
  const file = join(freshFolder(), "file");
  writeFileSync(file, "");
  await assert.rejects(
    resolveTarget(join(file, "x"), { cacheFolder: freshFolder() }),
    /There is no file or folder/,
  );
  await assert.rejects(resolveTarget(file, { cacheFolder: join(file, "cache") }), (error) => {
    assert.ok(error instanceof UsageError);
    assert.match(error.message, /cannot be written \(ENOTDIR\)/);
    return true;
  });
});

test("what a process killed long ago left in the cache is swept; what may be in use is not", async () => {
  const cacheFolder = freshFolder();
  const old = new Date(Date.now() - 2 * 60 * 60_000);
  for (const name of ["4194304-dead", `${process.pid}-alive`, "4194303-recent"]) {
    mkdirSync(join(cacheFolder, "scratch", name, "tree"), { recursive: true });
    if (!name.endsWith("recent")) utimesSync(join(cacheFolder, "scratch", name), old, old);
  }
  await resolveTarget(packageFolder(), { cacheFolder });
  assert.deepEqual(
    readdirSync(join(cacheFolder, "scratch")).sort(),
    ["4194303-recent", `${process.pid}-alive`].sort(),
  );
});
