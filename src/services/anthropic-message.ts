import type { Act } from "./conversation.ts";
import { textPieces, tokenCount, type ServerSentEvent } from "./reply.ts";

type Block = { type: "text"; text: string } | { type: "tool_use"; id: string; name: string; input: unknown };

/** A whole answer of the Messages API. */
interface AnthropicMessage {
  model: string;
  id: string;
  type: "message";
  role: "assistant";
  content: Block[];
  stop_reason: "end_turn" | "tool_use";
  stop_sequence: null;
  usage: Record<string, unknown>;
}

/** Writes an act as a message. `cached` requests count their input as read from the cache, as long ones do. */
export function anthropicMessage(
  act: Act,
  about: { id: string; model: string; inputTokens: number; cached: boolean },
): AnthropicMessage {
  const content: Block[] = act.text === "" ? [] : [{ type: "text", text: act.text }];
  if (act.kind === "call")
    content.push({ type: "tool_use", id: act.id, name: act.tool.name, input: act.arguments });
  const cacheable = about.cached ? Math.floor(about.inputTokens * 0.9) : 0;
  return {
    model: about.model,
    id: about.id,
    type: "message",
    role: "assistant",
    content,
    stop_reason: act.kind === "call" ? "tool_use" : "end_turn",
    stop_sequence: null,
    usage: {
      input_tokens: about.inputTokens - cacheable,
      cache_creation_input_tokens: cacheable,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: cacheable, ephemeral_1h_input_tokens: 0 },
      output_tokens: tokenCount(JSON.stringify(content)),
      service_tier: "standard",
      inference_geo: "not_available",
    },
  };
}

/** The same answer as the stream of events that the API sends, in its order. */
export function anthropicEvents(message: AnthropicMessage): ServerSentEvent[] {
  const { output_tokens: _all, ...input } = message.usage;
  const start = { ...message, content: [], stop_reason: null, usage: { ...input, output_tokens: 1 } };
  const { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens } = message.usage;
  const usage = { input_tokens, cache_creation_input_tokens, cache_read_input_tokens, output_tokens };
  const events = [
    { type: "message_start", message: start },
    ...message.content.flatMap((block, index) => blockEvents(block, index)),
    { type: "message_delta", delta: { stop_reason: message.stop_reason, stop_sequence: null }, usage },
    { type: "message_stop" },
  ];
  return events.map((event) => ({ event: event.type, data: JSON.stringify(event) }));
}

function blockEvents(block: Block, index: number): { type: string }[] {
  const start = block.type === "text" ? { ...block, text: "" } : { ...block, input: {} };
  const deltas =
    block.type === "text"
      ? textPieces(block.text).map((text) => ({ type: "text_delta", text }))
      : ["", ...textPieces(JSON.stringify(block.input))].map((json) => ({
          type: "input_json_delta",
          partial_json: json,
        }));
  return [
    { type: "content_block_start", index, content_block: start } as { type: string },
    // The API pings once the first block has begun.
    ...(index === 0 ? [{ type: "ping" }] : []),
    ...deltas.map((delta) => ({ type: "content_block_delta", index, delta })),
    { type: "content_block_stop", index } as { type: string },
  ];
}
