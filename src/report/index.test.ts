import assert from "node:assert/strict";
import { test } from "node:test";
import { exporters } from "./index.ts";
import { sampleAudit } from "./sample-audit.testing.ts";

test("the exporters are these", () => {
  assert.deepEqual(
    exporters.map(({ id, extension }) => [id, extension]),
    [
      ["html", "html"],
      ["json", "json"],
    ],
  );
});

test("every exporter renders the same bytes from the same audit", () => {
  const once = sampleAudit();
  const again = sampleAudit();
  for (const exporter of exporters)
    assert.equal(exporter.render(once.audit, once.source), exporter.render(again.audit, again.source));
});
