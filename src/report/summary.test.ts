import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileAudit } from "./hostile-audit.testing.ts";
import { sampleAudit } from "./sample-audit.testing.ts";
import { renderSummary } from "./summary.ts";

const plain = { colour: false, width: 100, folder: "audits/quill" };

test("it names what could not be seen before what was found, in 25 to 40 lines", () => {
  const lines = renderSummary(sampleAudit().audit, plain).trimEnd().split("\n");
  assert.ok(lines.length >= 25 && lines.length <= 40, `${lines.length} lines`);
  const at = (start: string) => lines.findIndex((line) => line.startsWith(start));
  assert.ok(at("Could not be seen") < at("Destinations") && at("Destinations") < at("Findings"));
  assert.match(lines.join("\n"), /attention {2}A credential from \.env/);
  assert.match(lines.join("\n"), /audits\/quill\/report\.html/);
});

test("lists keep to the width of the terminal", () => {
  for (const width of [40, 60, 80, 200]) {
    const listed = renderSummary(sampleAudit().audit, { ...plain, width })
      .split("\n")
      .filter((line) => line.startsWith("  "));
    assert.deepEqual(
      listed.filter((line) => line.length > width && !line.includes("plainwire judge")),
      [],
    );
  }
});

test("colour only when asked", () => {
  assert.equal(renderSummary(sampleAudit().audit, plain).includes("\u001B"), false);
  assert.ok(renderSummary(sampleAudit().audit, { ...plain, colour: true }).includes("\u001B[1m"));
});

test("nothing captured reaches the terminal as a control character", () => {
  const { audit } = hostileAudit();
  const summary = renderSummary(audit, plain);
  assert.doesNotMatch(summary.replaceAll("\n", ""), /[\p{Cc}\p{Cf}\p{Cs}]/u);
  assert.ok(summary.length < 10_000, `${summary.length} characters`);
});
