import type { Act } from "./conversation.ts";
import { textPieces, tokenCount } from "./reply.ts";
import type { ServiceContext } from "./stand-in.ts";

interface OutputItem {
  id: string;
  type: "message" | "function_call" | "custom_tool_call";
  status: "completed";
  [field: string]: unknown;
}

/** A whole answer of the Responses API. */
interface OpenaiResponse {
  id: string;
  object: "response";
  status: "completed";
  output: OutputItem[];
  usage: unknown;
  [field: string]: unknown;
}

/** One event of the stream, numbered as the API does. */
export interface ResponseEvent {
  type: string;
  sequence_number: number;
  [field: string]: unknown;
}

/** An event that has not got its number yet. */
type Untold = { type: string; [field: string]: unknown };

export function wholeResponse(
  act: Act,
  body: Record<string, unknown>,
  context: ServiceContext,
): OpenaiResponse {
  const output: OutputItem[] = [];
  if (act.text !== "") output.push(messageItem(act.text, context));
  if (act.kind === "call") output.push(callItem(act, context));
  const input = tokenCount(JSON.stringify([body.instructions, body.input, body.tools]));
  const written = tokenCount(
    JSON.stringify(output.map(({ content, arguments: given, input: text }) => [content, given, text])),
  );
  return {
    id: `resp_${context.identifier("hex", 50)}`,
    object: "response",
    created_at: Math.floor(context.now().getTime() / 1000),
    status: "completed",
    background: false,
    error: null,
    incomplete_details: null,
    instructions: body.instructions ?? null,
    max_output_tokens: body.max_output_tokens ?? null,
    model: body.model ?? "",
    output,
    parallel_tool_calls: body.parallel_tool_calls ?? true,
    previous_response_id: body.previous_response_id ?? null,
    reasoning: body.reasoning ?? { effort: null, summary: null },
    service_tier: "default",
    store: body.store ?? true,
    temperature: body.temperature ?? 1,
    text: body.text ?? { format: { type: "text" } },
    tool_choice: body.tool_choice ?? "auto",
    tools: body.tools ?? [],
    top_p: body.top_p ?? 1,
    truncation: body.truncation ?? "disabled",
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: written,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + written,
    },
    user: null,
    metadata: body.metadata ?? {},
  };
}

function messageItem(text: string, context: ServiceContext): OutputItem {
  const content = [{ type: "output_text", annotations: [], logprobs: [], text }];
  return {
    id: `msg_${context.identifier("hex", 50)}`,
    type: "message",
    status: "completed",
    role: "assistant",
    content,
  };
}

function callItem(act: Extract<Act, { kind: "call" }>, context: ServiceContext): OutputItem {
  const call = { status: "completed", call_id: act.id, name: act.tool.name } as const;
  if (typeof act.arguments === "string")
    return {
      id: `ctc_${context.identifier("hex", 50)}`,
      type: "custom_tool_call",
      ...call,
      input: act.arguments,
    };
  const given = JSON.stringify(act.arguments);
  return { id: `fc_${context.identifier("hex", 50)}`, type: "function_call", ...call, arguments: given };
}

/** The response as the stream of events that the API sends, in its order. */
export function responseEvents(response: OpenaiResponse): ResponseEvent[] {
  const begun = { ...response, status: "in_progress", output: [], usage: null };
  const events: Untold[] = [
    { type: "response.created", response: begun },
    { type: "response.in_progress", response: begun },
    ...response.output.flatMap((item, index) => itemEvents(item, index)),
    { type: "response.completed", response },
  ];
  return events.map(({ type, ...event }, index) => ({ type, sequence_number: index, ...event }));
}

function itemEvents(item: OutputItem, index: number): Untold[] {
  const place = { item_id: item.id, output_index: index };
  const inside = item.type === "message" ? messageEvents(item, place) : callEvents(item, place);
  return [
    { type: "response.output_item.added", output_index: index, item: emptied(item) },
    ...inside,
    { type: "response.output_item.done", output_index: index, item },
  ];
}

function emptied(item: OutputItem): unknown {
  const begun = { ...item, status: "in_progress" };
  if (item.type === "message") return { ...begun, content: [] };
  return item.type === "function_call" ? { ...begun, arguments: "" } : { ...begun, input: "" };
}

function messageEvents(item: OutputItem, place: object): Untold[] {
  const [part] = item.content as { text: string }[];
  const text = part?.text ?? "";
  const at = { ...place, content_index: 0 };
  return [
    { type: "response.content_part.added", ...at, part: { ...part, text: "" } },
    ...textPieces(text).map((delta) => ({ type: "response.output_text.delta", ...at, delta, logprobs: [] })),
    { type: "response.output_text.done", ...at, text, logprobs: [] },
    { type: "response.content_part.done", ...at, part },
  ];
}

function callEvents(item: OutputItem, place: object): Untold[] {
  const [stem, field] =
    item.type === "function_call"
      ? ["function_call_arguments", "arguments"]
      : ["custom_tool_call_input", "input"];
  const whole = String(item[field]);
  return [
    ...textPieces(whole).map((delta) => ({ type: `response.${stem}.delta`, ...place, delta })),
    { type: `response.${stem}.done`, ...place, [field]: whole },
  ];
}
