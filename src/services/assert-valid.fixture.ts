import assert from "node:assert/strict";
import Ajv from "ajv/dist/2020.js";
import type { ChosenTool } from "./tool-choice.ts";

/** Fails unless the arguments meet the tool's declared schema, by a validator that is not ours. */
export function assertValid(chosen: ChosenTool | undefined): void {
  if (!chosen || chosen.tool.freeform) return;
  // OpenAPI's upper-case type names mean JSON Schema's.
  const schema = JSON.stringify(chosen.tool.schema).replaceAll(
    /"type":"([A-Z]+)"/g,
    (_, type: string) => `"type":"${type.toLowerCase()}"`,
  );
  const validate = new Ajv.Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(schema));
  const isValid = validate(chosen.arguments);
  assert.ok(
    isValid,
    `${chosen.tool.name}: ${JSON.stringify([chosen.tool.schema, chosen.arguments, validate.errors])}`,
  );
}
