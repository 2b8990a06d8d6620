import type { JsonSchema } from "./conversation.ts";
import { isObject, listAt, textAt } from "./json-shape.ts";

/** Reading JSON Schema as tools declare it (2020-12 and older drafts, OpenAPI's upper-case types). */

const REFERENCES_AT_MOST = 16;
/** Schemas nest by `allOf` and `anyOf` too, and may hold themselves. */
const COMBINATIONS_AT_MOST = 3;
const ALTERNATIVES_AT_MOST = 8;

/** The schema itself: `$ref` followed within `root`, `allOf` merged. What cannot be resolved is left out. */
export function resolveSchema(schema: unknown, root: JsonSchema, depth = 0): JsonSchema {
  let current = isObject(schema) ? schema : {};
  for (let hops = 0; hops < REFERENCES_AT_MOST && typeof current.$ref === "string"; hops++) {
    const { $ref, ...beside } = current as { $ref: string };
    const target = $ref
      .replace(/^#\/?/, "")
      .split("/")
      .filter((part) => part !== "")
      .reduce<unknown>((inner, part) => (isObject(inner) ? inner[part] : undefined), root);
    current = isObject(target) ? { ...target, ...beside } : beside;
  }
  const parts = listAt(current, "allOf");
  if (parts.length === 0 || depth > COMBINATIONS_AT_MOST) return current;
  const { allOf: _allOf, ...own } = current;
  return parts.map((part) => resolveSchema(part, root, depth + 1)).reduce(mergeSchemas, own);
}

function mergeSchemas(one: JsonSchema, other: JsonSchema): JsonSchema {
  const merged: JsonSchema = { ...one, ...other };
  if (one.properties !== undefined && other.properties !== undefined)
    merged.properties = { ...propertiesOf(one), ...propertiesOf(other) };
  if (one.required !== undefined && other.required !== undefined)
    merged.required = [...requiredOf(one), ...requiredOf(other)];
  return merged;
}

export function propertiesOf(schema: JsonSchema): Record<string, unknown> {
  return isObject(schema.properties) ? schema.properties : {};
}

export function requiredOf(schema: JsonSchema): string[] {
  return listAt(schema, "required").filter((name) => typeof name === "string");
}

/** The alternatives a schema allows, each with what stands beside them; itself alone when it names none. */
export function alternatives(schema: JsonSchema, root: JsonSchema, depth = 0): JsonSchema[] {
  const { anyOf: _anyOf, oneOf: _oneOf, ...own } = schema;
  const listed = [...listAt(schema, "anyOf"), ...listAt(schema, "oneOf")].slice(0, ALTERNATIVES_AT_MOST);
  if (listed.length === 0 || depth > COMBINATIONS_AT_MOST) return [own];
  return listed
    .map((option) => mergeSchemas(own, resolveSchema(option, root)))
    .flatMap((option) => alternatives(option, root, depth + 1));
}

/** The JSON types a schema allows, lower case; guessed from its other keywords when it does not say. */
export function typesOf(schema: JsonSchema): string[] {
  const listed = typeof schema.type === "string" ? [schema.type] : listAt(schema, "type");
  const types = listed.filter((type) => typeof type === "string").map((type) => type.toLowerCase());
  if (schema.nullable === true && types.length > 0) types.push("null");
  if (types.length > 0) return types;
  if (isObject(schema.properties)) return ["object"];
  return schema.items === undefined ? ["string"] : ["array"];
}

/** Whether a text meets the schema's own limits on strings. */
export function canHoldText(schema: JsonSchema, text: string): boolean {
  if (!typesOf(schema).includes("string")) return false;
  if (schema.const !== undefined && schema.const !== text) return false;
  if (Array.isArray(schema.enum) && !schema.enum.includes(text)) return false;
  const length = Array.from(text).length;
  if (typeof schema.minLength === "number" && length < schema.minLength) return false;
  if (typeof schema.maxLength === "number" && length > schema.maxLength) return false;
  const pattern = textAt(schema, "pattern");
  return pattern === undefined || matches(pattern, text);
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text);
  } catch {
    // A pattern that is no regular expression here cannot be met knowingly.
    return false;
  }
}
