import type { Phase } from "../model/vocabulary.ts";
import type { Alphabet } from "./identifier.ts";

/** A JSON Schema, or the part of one that a declaration happens to carry. Hostile until looked at. */
export type JsonSchema = Record<string, unknown>;

/** A tool that a request offers to the model. `freeform` tools take one text, not JSON arguments. */
export interface DeclaredTool {
  name: string;
  description: string;
  schema: JsonSchema;
  freeform?: boolean;
}

/** One thing said or done so far, oldest first. */
export type Turn =
  | { kind: "system" | "user" | "assistant"; text: string }
  | { kind: "call"; id: string | undefined; name: string }
  | { kind: "result"; id: string | undefined };

/** A request to a model, whatever its protocol. */
export interface Conversation {
  turns: Turn[];
  tools: DeclaredTool[];
  /** JSON is asked for: its schema, or `true` when any object will do. */
  json: JsonSchema | true | undefined;
  /** The tool that the request leaves no choice but to call. */
  forcedTool: string | undefined;
  /** What the protocol's ordinary tool-call ids look like. */
  callIds: { prefix: string; alphabet: Alphabet; length: number };
}

/** What the scripted model does next. */
export type Act =
  | { kind: "say"; text: string }
  | { kind: "call"; text: string; id: string; tool: DeclaredTool; arguments: ToolArguments };

/** A JSON object, or the text of a freeform tool. */
export type ToolArguments = Record<string, unknown> | string;

/** How a step fared, before it is tied to an exchange. `key` names the step: `<prompt>.<step>`. */
export interface StepReport {
  key: string;
  phase: Phase;
  state: "requested" | "result-received" | "not-offered";
  tool?: string;
  arguments?: unknown;
}
