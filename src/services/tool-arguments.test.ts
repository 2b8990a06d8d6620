import { test } from "node:test";
import * as fc from "fast-check";
import { assertValid } from "./assert-valid.fixture.ts";
import { tool } from "./declare-tool.fixture.ts";
import type { JsonSchema } from "./conversation.ts";
import { chooseTool } from "./tool-choice.ts";

const range = (low: number, high: number) => fc.tuple(fc.integer({ min: low, max: high }), fc.nat(20));

/** Schemas of the kinds that declarations use, two levels deep, with limits that can be met. */
const { value: anySchema } = fc.letrec<{ value: JsonSchema; leaf: JsonSchema; object: JsonSchema }>(
  (tie) => ({
    leaf: fc.oneof(
      fc.constant({ type: "string" }),
      fc.constant({ type: ["string", "null"] }),
      range(0, 4).map(([minLength, more]) => ({ type: "string", minLength, maxLength: minLength + more })),
      fc
        .uniqueArray(fc.string(), { minLength: 1, maxLength: 4 })
        .map((list) => ({ type: "string", enum: list })),
      fc
        .jsonValue()
        .filter((constant) => constant !== null)
        .map((constant) => ({ const: constant })),
      fc.constant({ type: "boolean" }),
      range(-50, 50).map(([minimum, more]) => ({ type: "integer", minimum, maximum: minimum + more })),
      range(-50, 50).map(([low, more]) => ({
        type: "integer",
        exclusiveMinimum: low,
        exclusiveMaximum: low + 2 + more,
      })),
      range(-50, 50).map(([minimum, more]) => ({
        type: "number",
        minimum,
        exclusiveMaximum: minimum + 1 + more,
      })),
      fc.integer({ min: 1, max: 9 }).map((multipleOf) => ({ type: "integer", multipleOf })),
      fc.constant({ type: "number", default: 5 }),
      fc.constant({ $ref: "#/$defs/Shared" }),
    ),
    object: objects(tie("value")),
    value: fc.oneof(
      { maxDepth: 3 },
      tie("leaf"),
      tie("object"),
      fc.tuple(tie("value"), fc.nat(3)).map(([items, minItems]) => ({ type: "array", items, minItems })),
      fc.array(tie("value"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
      fc.tuple(tie("object"), tie("leaf")).map(([one, extra]) => ({
        allOf: [one, { type: "object", properties: { extra }, required: ["extra"] }],
      })),
    ),
  }),
);

function objects(value: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchema> {
  const name = fc.constantFrom(
    "path",
    "command",
    "mode",
    "timeout",
    "wait",
    "query",
    "description",
    "count",
    "files",
  );
  const field = fc.tuple(name, value, fc.boolean());
  return fc.uniqueArray(field, { maxLength: 5, selector: ([key]) => key }).map((fields) => ({
    type: "object",
    properties: Object.fromEntries(fields.map(([key, schema]) => [key, schema])),
    required: fields.filter(([, , isRequired]) => isRequired).map(([key]) => key),
  }));
}

const words = { description: "Show it.", path: "/home/u/p/a.ts", url: "https://docs.rates.net/x" };
const INTENTS = [
  ["bash", { phase: "command", intent: "run-command", values: { ...words, command: "cat VERSION" } }],
  ["grep", { phase: "search", intent: "search-text", values: { ...words, pattern: "applyRate" } }],
  ["read_file", { phase: "read", intent: "read-file", values: words }],
  [
    "edit_file",
    { phase: "edit", intent: "edit-file", values: { ...words, oldText: "a", newText: "b", content: "b" } },
  ],
  ["fetch_url", { phase: "fetch", intent: "fetch-url", values: words }],
] as const;

test("whatever a schema asks for, chosen arguments are valid against it", () => {
  let chosenOnes = 0;
  const property = fc.property(objects(anySchema), fc.constantFrom(...INTENTS), (schema, [name, step]) => {
    const declared = { ...tool(name, "", ""), schema: { ...schema, $defs: { Shared: { type: "string" } } } };
    const chosen = chooseTool(step, [declared], "/home/u/p");
    if (chosen) chosenOnes++;
    assertValid(chosen);
  });
  fc.assert(property, { numRuns: 600 });
  if (chosenOnes < 50)
    throw new Error(`only ${chosenOnes} of 600 schemas could be filled: the test shows little`);
});

test("hostile schemas end: endless references, deep nesting, wrong types everywhere", () => {
  const endless = {
    type: "object",
    properties: { path: { $ref: "#" }, a: { $ref: "#/$defs/x" } },
    required: ["a"],
  };
  const declared = [
    { ...tool("read_file", "", ""), schema: { ...endless, $defs: { x: { $ref: "#/$defs/x" } } } },
    {
      ...tool("read_file", "", ""),
      schema: { properties: [], required: "path", type: 7, anyOf: [null, 3, {}] },
    },
    { ...tool("read_file", "", ""), schema: deep(2000) },
    { ...tool("read_file", "", ""), schema: wide(40) },
  ];
  for (const one of declared)
    chooseTool({ phase: "read", intent: "read-file", values: words }, [one], "/home/u/p");
});

/** Each of its fields is required and is the whole again. */
function wide(fields: number): JsonSchema {
  const names = Array.from({ length: fields }, (_, at) => `f${at}`);
  const properties = Object.fromEntries(
    names.map((name) => [name, { anyOf: [{ $ref: "#" }, { $ref: "#" }] }]),
  );
  return { type: "object", properties, required: names };
}

function deep(levels: number): JsonSchema {
  let schema: JsonSchema = { type: "string" };
  for (let level = 0; level < levels; level++)
    schema = { type: "object", properties: { inner: schema }, required: ["inner"], anyOf: [schema, schema] };
  return schema;
}
