import type { DeclaredTool, JsonSchema } from "./conversation.ts";

/**
 * A declaration: `fields` names them, `!` marks the required, a type other than `string` follows a colon;
 * fields with a schema of their own stand in `special`.
 */
export function tool(
  name: string,
  description: string,
  fields: string,
  special: Record<string, unknown> = {},
): DeclaredTool {
  return { name, description, schema: objectOf(fields, special) };
}

export function objectOf(fields: string, special: Record<string, unknown> = {}): JsonSchema {
  const listed = fields.split(" ").filter((field) => field !== "");
  const properties = listed.map((field) => {
    const [name = "", type = "string"] = field.replace("!", "").split(":");
    return [name, special[name] ?? { type }];
  });
  const required = listed.filter((field) => field.includes("!")).map((field) => field.replace(/!.*/, ""));
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required,
    additionalProperties: false,
  };
}

export function listOf(items: unknown): JsonSchema {
  return { type: "array", minItems: 1, items };
}

export function oneOf(...values: string[]): JsonSchema {
  return { type: "string", enum: values };
}
