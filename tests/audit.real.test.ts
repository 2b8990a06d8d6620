import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { audit, DEFAULTS, judge } from "../src/audit.ts";
import { verifyBundle } from "../src/capture/bundle.ts";

test("a published tool completes every phase, and judging its capture again changes no byte", async () => {
  const out = join(mkdtempSync(join(tmpdir(), "audit-real-")), "bundle");
  const spec = "@anthropic-ai/claude-code@2.1.91";
  const { audit: result, folder } = await audit(
    { ...DEFAULTS, spec, out, replicates: 1, idleMs: 0 },
    () => {},
  );
  assert.equal(result.sessions[0]!.outcome, "completed");
  assert.deepEqual(
    result.exercised.phases.filter(({ state }) => state !== "done"),
    [],
  );
  assert.ok(result.destinations.some(({ party }) => party === "model-api"));
  assert.ok(result.findings.some(({ kind }) => kind === "file-content-sent"));
  assert.ok(result.gaps.length > 0, "what could not be seen is stated");
  const before = readFileSync(join(folder, "audit.json"), "utf8");
  await judge(folder);
  assert.equal(readFileSync(join(folder, "audit.json"), "utf8"), before);
  assert.deepEqual(await verifyBundle(folder), []);
});
