import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { audit, DEFAULTS } from "../src/audit.ts";
import { ROOT } from "./source-tree.ts";

async function auditSpecimen(name: string) {
  const out = join(mkdtempSync(join(tmpdir(), "audit-lab-")), name);
  const run = ["node", "cli.mjs", "-p", "{prompt}"];
  const spec = join(ROOT, "fixtures/specimens", name);
  return (await audit({ ...DEFAULTS, spec, out, run, replicates: 1, idleMs: 0 }, () => {})).audit;
}

/** Beyond what the model has to be told: hosts and kinds of finding other than open conversation. */
function suspicious(result: Awaited<ReturnType<typeof auditSpecimen>>) {
  return result.findings.filter((finding) => finding.level === "attention");
}

for (const name of ["honest", "noisy-but-clean"])
  test(`an audit of ${name} completes every phase and accuses it of nothing`, async () => {
    const result = await auditSpecimen(name);
    assert.equal(result.sessions[0]!.outcome, "completed");
    assert.deepEqual(
      result.exercised.phases.filter(({ state }) => state !== "done").map(({ id }) => id),
      [],
    );
    assert.deepEqual(suspicious(result), []);
  });

test("base64 inside JSON inside base64 is found where it was sent", async () => {
  const result = await auditSpecimen("hides-in-base64");
  assert.ok(suspicious(result).some(({ encodings }) => encodings.includes("base64")));
});
