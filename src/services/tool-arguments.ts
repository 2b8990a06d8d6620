import type { DeclaredTool, JsonSchema, ToolArguments } from "./conversation.ts";
import { FUEL, plainValue, type Making } from "./plain-value.ts";
import {
  alternatives,
  canHoldText,
  propertiesOf,
  requiredOf,
  resolveSchema,
  typesOf,
} from "./schema-value.ts";
import { slotRank, type Slot, type SlotValues } from "./slots.ts";

const DEPTH_AT_MOST = 4;

/** Arguments for a tool, and how surely its fields mean what the script wants: 0 is surest. */
export interface FilledArguments {
  arguments: ToolArguments;
  unsureness: number;
}

/**
 * Fills a declared tool's arguments from slot values: every `wanted` slot must find a field, other required
 * fields get an ordinary value, optional ones stay away. `undefined` when the tool cannot take what is wanted.
 */
export function fillArguments(
  tool: DeclaredTool,
  wanted: readonly Slot[],
  values: SlotValues,
  enumWords: readonly string[],
): FilledArguments | undefined {
  const first = values[wanted[0]!];
  if (tool.freeform)
    return wanted.length === 1 && first !== undefined ? { arguments: first, unsureness: 0 } : undefined;
  const root = tool.schema;
  const text = (field: string) => textByName(field, values);
  const filling = { values, root, words: enumWords, text, fuel: { left: FUEL } };
  for (const schema of alternatives(resolveSchema(root, root), root)) {
    const filled = fillObject(schema, new Set(wanted), filling, 0);
    if (filled && filled.missing.size === 0)
      return { arguments: filled.object, unsureness: filled.unsureness };
  }
  return undefined;
}

interface Filling extends Making {
  values: SlotValues;
}

interface FilledObject {
  object: Record<string, unknown>;
  missing: Set<Slot>;
  unsureness: number;
}

function fillObject(
  schema: JsonSchema,
  wanted: Set<Slot>,
  filling: Filling,
  depth: number,
): FilledObject | undefined {
  if (depth > DEPTH_AT_MOST || filling.fuel.left-- <= 0) return undefined;
  const properties = propertiesOf(schema);
  const state: FilledObject = { object: {}, missing: new Set(wanted), unsureness: 0 };
  for (const slot of wanted) placeByName(slot, properties, state, filling);
  for (const name of Object.keys(properties))
    if (state.missing.size > 0 && !(name in state.object))
      placeInside(name, properties[name], state, filling, depth);
  const required = [...new Set(requiredOf(schema))].filter((name) => !(name in state.object));
  if (wanted.size === 1 && state.missing.size === 1) placeInOnlyField(required, properties, state, filling);
  for (const name of required) {
    if (name in state.object) continue;
    const value = plainValue(name, properties[name] ?? {}, filling);
    if (value === undefined) return undefined;
    state.object[name] = value;
  }
  return state;
}

/** Puts a slot's text into the field whose name says so most surely, as text or as a list. */
function placeByName(
  slot: Slot,
  properties: Record<string, unknown>,
  state: FilledObject,
  { root, values }: Filling,
): void {
  const candidates = Object.keys(properties)
    .filter((name) => !(name in state.object) && Number.isFinite(slotRank(name, slot)))
    .sort((a, b) => slotRank(a, slot) - slotRank(b, slot));
  for (const name of candidates) {
    const value = textForm(name, slot, values[slot], properties[name], root);
    if (value === undefined) continue;
    state.object[name] = value;
    state.missing.delete(slot);
    state.unsureness += slotRank(name, slot);
    return;
  }
}

/** A text as the schema wants it: itself, a list of one, or for a command its argv. */
function textForm(
  name: string,
  slot: Slot,
  text: string | undefined,
  unresolved: unknown,
  root: JsonSchema,
): unknown {
  if (text === undefined) return undefined;
  for (const schema of alternatives(resolveSchema(unresolved, root), root)) {
    if (canHoldText(schema, text)) return text;
    if (!typesOf(schema).includes("array") || schema.items === undefined) continue;
    const items = alternatives(resolveSchema(schema.items, root), root);
    const list = slot === "command" && !/s$/i.test(name) ? ["bash", "-lc", text] : [text];
    const fits = list.every((part) => items.some((item) => canHoldText(item, part)));
    if (fits && holdsCount(schema, list.length)) return list;
  }
  return undefined;
}

function holdsCount(schema: JsonSchema, count: number): boolean {
  const { minItems, maxItems } = schema;
  return (
    !(typeof minItems === "number" && count < minItems) && !(typeof maxItems === "number" && count > maxItems)
  );
}

/** Looks for fields inside an object or a list of objects: `files: [{ path }]`, `edits: [{ oldText, newText }]`. */
function placeInside(
  name: string,
  unresolved: unknown,
  state: FilledObject,
  filling: Filling,
  depth: number,
): void {
  for (const schema of alternatives(resolveSchema(unresolved, filling.root), filling.root)) {
    const isList = typesOf(schema).includes("array");
    if (isList && !holdsCount(schema, 1)) continue;
    const inner = isList ? resolveSchema(schema.items, filling.root) : schema;
    for (const option of alternatives(inner, filling.root)) {
      if (!typesOf(option).includes("object")) continue;
      const filled = fillObject(option, state.missing, filling, depth + 1);
      if (!filled || filled.missing.size === state.missing.size) continue;
      state.object[name] = isList ? [filled.object] : filled.object;
      state.missing = filled.missing;
      state.unsureness += filled.unsureness + 1;
      return;
    }
  }
}

/** A tool with one required text field takes what it is for, whatever the field is called. */
function placeInOnlyField(
  required: string[],
  properties: Record<string, unknown>,
  state: FilledObject,
  { root, values }: Filling,
): void {
  const [slot] = state.missing;
  if (slot === undefined) return;
  const texts = required.flatMap((name) => {
    const isProse = Number.isFinite(slotRank(name, "description"));
    const value =
      isProse && values.description ? `${values.description} ${values[slot] ?? ""}`.trim() : values[slot];
    const options = alternatives(resolveSchema(properties[name], root), root);
    return value !== undefined && options.some((option) => canHoldText(option, value))
      ? [{ name, value }]
      : [];
  });
  const [only] = texts;
  if (texts.length !== 1 || only === undefined) return;
  state.object[only.name] = only.value;
  state.missing.delete(slot);
  state.unsureness += 5;
}

/** Text for a required field that no slot was wanted for, such as a description or a working directory. */
function textByName(field: string, values: SlotValues): string {
  const slots: Slot[] = ["directory", "path", "pattern", "command", "url", "description"];
  for (const slot of slots) {
    const value = values[slot];
    if (value !== undefined && Number.isFinite(slotRank(field, slot))) return value;
  }
  return values.description ?? "";
}
