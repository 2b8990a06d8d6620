import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { UsageError } from "../model/errors.ts";
import { resolveTarget } from "./resolve.ts";
import { sha256 } from "./tree-listing.ts";
import { packTarball, startFakeRegistry, type FakePackage } from "./fake-registry.testing.ts";

const freshFolder = (): string => mkdtempSync(join(tmpdir(), "target-test-"));
const contentsOf = (cache: string) =>
  ["scratch", "releases", "names"].flatMap((name) => readdirSync(join(cache, name)));

/** A tool with every way npm has of running code at install time; each would leave `witness` behind. */
function tool(witness: string): FakePackage[] {
  const leave = `node -e "require('fs').writeFileSync('${witness}','')"`;
  const native = { os: [process.platform], cpu: [process.arch] };
  return [
    {
      manifest: { name: "tool", version: "1.0.0", bin: "cli.js" },
      files: { "cli.js": "#!/usr/bin/env node\n" },
    },
    {
      manifest: {
        name: "tool",
        version: "1.1.0",
        bin: { tool: "./cli.js" },
        dependencies: { helper: "^1.0.0", "@scope/addon": "2.x" },
        optionalDependencies: { "tool-here": "1.1.0", "tool-elsewhere": "1.1.0" },
        devDependencies: { "not-published": "1" },
        scripts: { preinstall: leave, install: leave, postinstall: leave, prepare: leave },
      },
      files: { "cli.js": "#!/usr/bin/env node\n" },
    },
    { manifest: { name: "helper", version: "1.2.0", scripts: { postinstall: leave } } },
    { manifest: { name: "@scope/addon", version: "2.0.0" }, files: { "binding.gyp": "{}" } },
    {
      manifest: { name: "tool-here", version: "1.1.0", ...native },
      files: { "bin/tool": Buffer.from("7f454c4602010100", "hex") },
    },
    { manifest: { name: "tool-elsewhere", version: "1.1.0", os: ["aix"], cpu: ["ppc64"] } },
  ];
}

test("a package lands with all it depends on for this platform, and none of its scripts has run", async () => {
  const witness = join(freshFolder(), "witness");
  await using registry = await startFakeRegistry(tool(witness));
  const cacheFolder = freshFolder();
  const target = await resolveTarget("tool", { cacheFolder, env: registry.env });
  assert.equal(
    `${target.name} ${target.version} ${target.source} ${target.profile}`,
    "tool 1.1.0 npm generic",
  );
  assert.equal(target.bin, "node_modules/tool/cli.js");
  assert.equal(target.form, "elf", "the small script stands for the program of the same release beside it");
  assert.equal(target.digest, sha256(packTarball(tool(witness)[1]!)));
  const tree = JSON.parse(readFileSync(join(target.folder, "../tree.json"), "utf8")) as { name: string }[];
  assert.deepEqual(tree.map(({ name }) => name).sort(), ["@scope/addon", "helper", "tool", "tool-here"]);
  assert.deepEqual(
    target.lifecycle.map((script) => `${script.event} ${script.package}`),
    ["preinstall tool", "install tool", "install @scope/addon", "postinstall tool", "postinstall helper"],
  );
  assert.equal(target.lifecycle[2]!.script, "node-gyp rebuild");
  assert.ok(existsSync(join(target.folder, target.lifecycle[4]!.folder, "package.json")));
  assert.ok(!existsSync(witness));
  assert.equal(
    statSync(join(target.folder, "node_modules/tool/cli.js")).mode & 0o222,
    0,
    "nobody may write to it",
  );
  assert.deepEqual(readdirSync(join(cacheFolder, "scratch")), []);
});

test("an exact version that was fetched before needs no registry; a damaged one is fetched again", async () => {
  const registry = await startFakeRegistry(tool("/dev/null"));
  const options = { cacheFolder: freshFolder(), env: registry.env };
  const first = await resolveTarget("tool@1.0.0", options);
  const questions = registry.asked.length;
  assert.deepEqual(await resolveTarget("tool@1.0.0", options), first);
  assert.equal(registry.asked.length, questions);
  chmodSync(join(first.folder, first.bin!), 0o644);
  writeFileSync(join(first.folder, first.bin!), "changed");
  assert.deepEqual(await resolveTarget("tool@1.0.0", options), first);
  assert.equal(readFileSync(join(first.folder, first.bin!), "utf8"), "#!/usr/bin/env node\n");
  await registry.close();
  assert.deepEqual(await resolveTarget("tool@1.0.0", options), first);
});

const refusals: [string, string, RegExp][] = [
  ["an unknown package", "no-such-tool@1.0.0", /has no package for no-such-tool/],
  ["an unknown version", "tool@1.0.5", /No version matches tool@1\.0\.5; near it: 1\.0\.0, 1\.1\.0\./],
  ["a package whose bytes do not fit their checksum", "tool@1.0.0", /not what its own checksum says/],
  ["a package without a command", "helper", /declares no command/],
];
for (const [what, spec, sentence] of refusals)
  test(`${what} is refused with one sentence, and nothing is left behind`, async () => {
    const corrupt = /checksum/.test(what) ? ["tool-1.0.0.tgz"] : [];
    await using registry = await startFakeRegistry(tool("/dev/null"), { corrupt });
    const cacheFolder = freshFolder();
    await assert.rejects(resolveTarget(spec, { cacheFolder, env: registry.env }), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, sentence);
      return true;
    });
    assert.deepEqual(contentsOf(cacheFolder), []);
  });

test("a registry that refuses connections is named as such", async () => {
  const registry = await startFakeRegistry([]);
  await registry.close();
  const resolving = resolveTarget("tool", { cacheFolder: freshFolder(), env: registry.env });
  await assert.rejects(resolving, /registry cannot be reached for tool \(ECONNREFUSED\)/);
});

test("an abort in the middle of a download ends it and leaves nothing behind", async () => {
  await using registry = await startFakeRegistry(tool("/dev/null"), { stall: ["helper-1.2.0.tgz"] });
  const cacheFolder = freshFolder();
  const stop = new AbortController();
  const resolving = resolveTarget("tool", { cacheFolder, env: registry.env, signal: stop.signal });
  const stopped = assert.rejects(resolving, { name: "AbortError" });
  while (!registry.asked.some((path) => path.includes("helper-1.2.0.tgz"))) await wait(5);
  stop.abort();
  await stopped;
  assert.deepEqual(contentsOf(cacheFolder), []);
});

/** Resolves `tool` in a process of its own. */
function resolveElsewhere(cacheFolder: string, env: NodeJS.ProcessEnv) {
  const script = `import { resolveTarget } from ${JSON.stringify(join(import.meta.dirname, "resolve.ts"))};
    console.log(JSON.stringify(await resolveTarget("tool", { cacheFolder: ${JSON.stringify(cacheFolder)} })));`;
  return spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

test("two processes at once end with one and the same release", async () => {
  await using registry = await startFakeRegistry(tool("/dev/null"));
  const cacheFolder = freshFolder();
  const outputs = await Promise.all(
    [1, 2].map(async () =>
      Buffer.concat(await resolveElsewhere(cacheFolder, registry.env).stdout.toArray()).toString(),
    ),
  );
  assert.match(outputs[0]!, /"version":"1\.1\.0"/);
  assert.equal(outputs[0], outputs[1]);
  assert.equal(readdirSync(join(cacheFolder, "releases")).length, 1);
  assert.deepEqual(readdirSync(join(cacheFolder, "scratch")), []);
});

test("what a killed process left is never taken for a release", async () => {
  const cacheFolder = freshFolder();
  {
    await using stalling = await startFakeRegistry(tool("/dev/null"), { stall: ["helper-1.2.0.tgz"] });
    const child = resolveElsewhere(cacheFolder, stalling.env);
    while (!stalling.asked.some((path) => path.includes("helper-1.2.0.tgz"))) await wait(5);
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.equal(readdirSync(join(cacheFolder, "scratch")).length, 1);
    assert.deepEqual(readdirSync(join(cacheFolder, "releases")), []);
  }
  await using registry = await startFakeRegistry(tool("/dev/null"));
  const target = await resolveTarget("tool", { cacheFolder, env: registry.env });
  assert.ok(existsSync(join(target.folder, "node_modules/tool/node_modules/helper/package.json")));
});
