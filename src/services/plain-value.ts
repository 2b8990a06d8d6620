import type { JsonSchema } from "./conversation.ts";
import { isObject } from "./json-shape.ts";
import {
  alternatives,
  canHoldText,
  propertiesOf,
  requiredOf,
  resolveSchema,
  typesOf,
} from "./schema-value.ts";

const DEPTH_AT_MOST = 8;

/** What a value is made for: the whole schema, what to prefer where it leaves a choice, and how long to try. */
export interface Making {
  root: JsonSchema;
  /** Parts of words to look for in an `enum`, the dearest first. */
  words: readonly string[];
  /** Text for a field of this name; the last resort for any string. */
  text: (field: string) => string;
  /** Counts down with every schema looked at, so that a hostile one ends. */
  fuel: { left: number };
}

/** Fuel for one tool: more than any honest declaration needs. */
export const FUEL = 2000;

/**
 * An ordinary value that the schema allows, for a field the script has no opinion on: its constant, default
 * or preferred `enum` member, else by type. `undefined` when none was found.
 */
export function plainValue(field: string, unresolved: unknown, making: Making, depth = 0): unknown {
  if (depth > DEPTH_AT_MOST || making.fuel.left-- <= 0) return undefined;
  const { root, words } = making;
  const schema = resolveSchema(unresolved, root);
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined && schema.default !== null) return schema.default;
  if (Array.isArray(schema.enum)) return preferred(schema.enum, words);
  if (Array.isArray(schema.anyOf) || Array.isArray(schema.oneOf))
    return firstDefined(alternatives(schema, root), (option) => plainValue(field, option, making, depth + 1));
  return firstDefined(typesOf(schema), (type) => valueOfType(type, field, schema, making, depth));
}

function valueOfType(
  type: string,
  field: string,
  schema: JsonSchema,
  making: Making,
  depth: number,
): unknown {
  if (type === "boolean") return /wait|block|sync/i.test(field) && !/async/i.test(field);
  if (type === "integer" || type === "number") return plainNumber(field, schema, type === "integer");
  if (type === "null") return null;
  if (type === "array") return plainList(field, schema, making, depth);
  if (type === "object") return plainObject(schema, making, depth);
  return plainText(field, schema, making);
}

const ITEMS_AT_MOST = 100;

function plainList(field: string, schema: JsonSchema, making: Making, depth: number): unknown {
  const least = typeof schema.minItems === "number" ? schema.minItems : 0;
  if (least <= 0) return [];
  const item = plainValue(field, schema.items, making, depth + 1);
  return item === undefined || least > ITEMS_AT_MOST ? undefined : Array.from({ length: least }, () => item);
}

function plainObject(schema: JsonSchema, making: Making, depth: number): unknown {
  const properties = propertiesOf(schema);
  const entries = [...new Set(requiredOf(schema))].map(
    (name) => [name, plainValue(name, properties[name] ?? {}, making, depth + 1)] as const,
  );
  return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
}

function plainText(field: string, schema: JsonSchema, making: Making): string | undefined {
  const text = making.text(field);
  if (canHoldText(schema, text)) return text;
  const longest = typeof schema.maxLength === "number" ? schema.maxLength : text.length;
  const shortest = typeof schema.minLength === "number" ? schema.minLength : 0;
  const fitted = Array.from(text).slice(0, longest).join("").padEnd(shortest, "-");
  return canHoldText(schema, fitted) ? fitted : undefined;
}

/** A minute for waits and time-outs, else one, moved into the schema's limits. */
function plainNumber(field: string, schema: JsonSchema, isInteger: boolean): number | undefined {
  const isWait = /timeout|wait|seconds|duration/i.test(field);
  const isMilliseconds = /ms$|millis/i.test(field);
  const step = typeof schema.multipleOf === "number" && schema.multipleOf > 0 ? schema.multipleOf : undefined;
  const unit = step ?? (isInteger ? 1 : 0.5);
  const low = Math.max(limit(schema.minimum, -Infinity), exclusive(schema.exclusiveMinimum, -Infinity, unit));
  const high = Math.min(limit(schema.maximum, Infinity), exclusive(schema.exclusiveMaximum, Infinity, -unit));
  const wished = isWait ? (isMilliseconds ? 60_000 : 60) : 1;
  const inside = Math.min(Math.max(wished, low), high);
  const snapped = step || isInteger ? Math.ceil(inside / unit) * unit : inside;
  const value = snapped > high ? Math.floor(inside / unit) * unit : snapped;
  return value >= low && value <= high ? value : undefined;
}

function limit(value: unknown, otherwise: number): number {
  return typeof value === "number" ? value : otherwise;
}

function exclusive(value: unknown, otherwise: number, unit: number): number {
  return typeof value === "number" ? value + unit : otherwise;
}

function preferred(values: unknown[], words: readonly string[]): unknown {
  for (const word of words) {
    const found = values.find((value) => typeof value === "string" && value.toLowerCase().includes(word));
    if (found !== undefined) return found;
  }
  return values.find((value) => value !== null && !isObject(value)) ?? values[0];
}

function firstDefined<T>(list: T[], evaluate: (item: T) => unknown): unknown {
  for (const item of list) {
    const value = evaluate(item);
    if (value !== undefined) return value;
  }
  return undefined;
}
