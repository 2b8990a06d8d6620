import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { auditJsonSchema, renderJson } from "./json.ts";
import { sampleAudit } from "./sample-audit.testing.ts";

const checkedIn = readFileSync(new URL("../../schema/audit.json", import.meta.url), "utf8");

test("schema/audit.json is what the types say (else run: node tools/schema.ts)", () => {
  assert.equal(checkedIn, auditJsonSchema());
});

test("an independent validator accepts the audit and rejects a broken one", () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(checkedIn) as object);
  const written = JSON.parse(renderJson(sampleAudit().audit)) as { findings: { level: string }[] };
  assert.equal(validate(written), true, JSON.stringify(validate.errors));
  written.findings[0]!.level = "scandalous";
  assert.equal(validate(written), false);
});

test("the order in which an audit was put together does not show", () => {
  const { audit } = sampleAudit();
  const reversed = Object.fromEntries(Object.entries(audit).reverse()) as typeof audit;
  const configuration = Object.fromEntries(Object.entries(audit.plainwire.configuration).reverse());
  reversed.plainwire = { ...audit.plainwire, configuration };
  assert.equal(renderJson(reversed), renderJson(audit));
});

test("text survives to the code unit, lone surrogates included", () => {
  const { audit } = sampleAudit();
  audit.target.name = "a\u0000\uD800</script>\u202E";
  assert.equal((JSON.parse(renderJson(audit)) as typeof audit).target.name, audit.target.name);
});
