import type { JsonSchema } from "./conversation.ts";

const text = { type: "string" };

/**
 * Schemas of the tools that the Messages API defines but the client runs, by the stem of their dated type
 * (docs.anthropic.com/en/docs/agents-and-tools). Those that run on the server are not ours to call.
 */
const SCHEMAS: Record<string, JsonSchema> = {
  bash: {
    type: "object",
    properties: { command: text, restart: { type: "boolean" } },
    required: ["command"],
  },
  text_editor: {
    type: "object",
    properties: {
      command: { type: "string", enum: ["view", "create", "str_replace", "insert"] },
      path: text,
      file_text: text,
      old_str: text,
      new_str: text,
    },
    required: ["command", "path"],
  },
};

/** The schema behind `bash_20250124` and its like; `undefined` for a tool that runs on the server. */
export function clientToolSchema(type: string): JsonSchema | undefined {
  return SCHEMAS[type.replace(/_\d+$/, "")];
}
