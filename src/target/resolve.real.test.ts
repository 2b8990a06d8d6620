import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { resolveTarget } from "./resolve.ts";

const cacheFolder = mkdtempSync(join(tmpdir(), "target-real-"));
after(() => rmSync(cacheFolder, { recursive: true, force: true }));

/** What the registry has published under this version, for good. */
const DIGEST = "sha256:4fb4dae771d6fad1e74703741148f5ee2d24837f4a04eab27041746f7a5b3e2b";

test("a vendor's release resolves to its published digest, and a second time without any registry", async () => {
  const target = await resolveTarget("@anthropic-ai/claude-code@2.1.91", { cacheFolder });
  assert.equal(target.digest, DIGEST);
  assert.equal(target.form, "js-bundle");
  assert.equal(target.profile, "claude-code");
  assert.match(readFileSync(join(target.folder, target.bin!), "utf8").slice(0, 30), /^#!.*node/);
  const env = { ...process.env, npm_config_registry: "http://127.0.0.1:9/" };
  const spec = "claude-code@2.1.91";
  assert.deepEqual(await resolveTarget(spec, { cacheFolder, env }), { ...target, spec });
});

test("a release that is a native program for each platform is told by its content", async () => {
  const target = await resolveTarget("@anthropic-ai/claude-code@2.1.120", { cacheFolder });
  assert.equal(target.form, "bun-executable");
  assert.deepEqual(
    target.lifecycle.map(({ event, script }) => `${event}: ${script}`),
    ["postinstall: node install.cjs"],
  );
  assert.ok(existsSync(join(target.folder, target.bin!)));
});
