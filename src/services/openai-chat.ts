import type { Act, Conversation, DeclaredTool, Turn } from "./conversation.ts";
import { contentText, isObject, listAt, objectAt, textAt } from "./json-shape.ts";
import { listModels, openaiError, openaiHeaders } from "./openai-account.ts";
import type { ReadRequest } from "./read-request.ts";
import { eventStreamReply, jsonReply, textPieces, tokenCount, type ServerSentEvent } from "./reply.ts";
import type { Reply, ServiceContext, StandIn } from "./stand-in.ts";

/**
 * Chat completions as OpenAI defined them (platform.openai.com/docs/api-reference/chat) and many model services
 * speak them, with the list of models beside them.
 */
export const openaiChat: StandIn = {
  id: "openai-chat",
  accepts(request) {
    if (/\/chat\/completions\/?$/.test(request.path)) return true;
    return request.method === "GET" && /\/v1\/models(\/[^/]+)?$/.test(request.path);
  },
  handle(request, context) {
    const headers = openaiHeaders(context);
    if (!request.path.includes("/completions"))
      return jsonReply(context, 200, listModels(request.path), headers);
    if (!isObject(request.json))
      return openaiError(context, headers, "We could not parse the JSON body of your request.");
    if (listAt(request.json, "messages").length === 0)
      return openaiError(context, headers, "Missing required parameter: 'messages'.", "messages");
    return complete(request, context, headers);
  },
};

function complete(request: ReadRequest, context: ServiceContext, headers: Reply["headers"]): Reply {
  const act = context.ask(toConversation(request.json), request);
  const base = {
    id: `chatcmpl-${context.identifier("base62", 29)}`,
    created: Math.floor(context.now().getTime() / 1000),
    model: textAt(request.json, "model") ?? "",
    service_tier: "default",
    system_fingerprint: `fp_${context.identifier("hex", 10)}`,
  };
  const usage = countUsage(request.text, act);
  const body = request.json as Record<string, unknown>;
  if (body.stream !== true) {
    const choice = { index: 0, message: wholeMessage(act), logprobs: null, finish_reason: finishReason(act) };
    return jsonReply(context, 200, { ...base, object: "chat.completion", choices: [choice], usage }, headers);
  }
  const withUsage = objectAt(body, "stream_options").include_usage === true;
  const chunk = (choices: unknown[], counted: unknown): ServerSentEvent => ({
    data: JSON.stringify({
      ...base,
      object: "chat.completion.chunk",
      choices,
      ...(withUsage ? { usage: counted } : {}),
    }),
  });
  const delta = (part: unknown, reason: string | null = null) =>
    chunk([{ index: 0, delta: part, logprobs: null, finish_reason: reason }], null);
  const events = [...deltas(act).map((part) => delta(part)), delta({}, finishReason(act))];
  if (withUsage) events.push(chunk([], usage));
  return eventStreamReply(context, [...events, { data: "[DONE]" }], headers);
}

function wholeMessage(act: Act) {
  const message = {
    role: "assistant",
    content: act.text === "" ? null : act.text,
    refusal: null,
    annotations: [],
  };
  return act.kind === "call" ? { ...message, tool_calls: [toolCall(act)] } : message;
}

function toolCall({ id, tool, arguments: given }: Extract<Act, { kind: "call" }>) {
  if (typeof given === "string") return { id, type: "custom", custom: { name: tool.name, input: given } };
  return { id, type: "function", function: { name: tool.name, arguments: JSON.stringify(given) } };
}

function deltas(act: Act): unknown[] {
  const start = { role: "assistant", content: act.text === "" ? null : "", refusal: null };
  const said = textPieces(act.text).map((content) => ({ content }));
  if (act.kind === "say") return [start, ...said];
  const { id, tool, arguments: given } = act;
  const first = { index: 0, id, type: "function", function: { name: tool.name, arguments: "" } };
  const pieces = textPieces(typeof given === "string" ? given : JSON.stringify(given)).map((piece) => ({
    tool_calls: [{ index: 0, function: { arguments: piece } }],
  }));
  return [start, ...said, { tool_calls: [first] }, ...pieces];
}

function finishReason({ kind }: Act): string {
  return kind === "call" ? "tool_calls" : "stop";
}

function countUsage(requestText: string, act: Act) {
  const prompt = tokenCount(requestText);
  const completion = tokenCount(act.text + (act.kind === "call" ? JSON.stringify(act.arguments) : ""));
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
  };
}

function toConversation(body: unknown): Conversation {
  const choice = isObject(body) ? body.tool_choice : undefined;
  const format = objectAt(body, "response_format");
  const schema = objectAt(objectAt(format, "json_schema"), "schema");
  return {
    turns: listAt(body, "messages").flatMap(toTurns),
    tools: choice === "none" ? [] : listAt(body, "tools").flatMap(toTool),
    json: format.type === "json_schema" ? schema : format.type === "json_object" ? true : undefined,
    forcedTool: textAt(objectAt(choice, "function"), "name"),
    callIds: { prefix: "call_", alphabet: "base62", length: 24 },
  };
}

function toTurns(message: unknown): Turn[] {
  const role = textAt(message, "role");
  const text = contentText(isObject(message) ? message.content : undefined);
  if (role === "tool") return [{ kind: "result", id: textAt(message, "tool_call_id") }];
  if (role === "assistant") {
    const calls = listAt(message, "tool_calls").map((call): Turn => {
      return { kind: "call", id: textAt(call, "id"), name: textAt(objectAt(call, "function"), "name") ?? "" };
    });
    return [{ kind: "assistant", text }, ...calls];
  }
  return [{ kind: role === "user" ? "user" : "system", text }];
}

function toTool(tool: unknown): DeclaredTool[] {
  const isCustom = textAt(tool, "type") === "custom";
  const declared = objectAt(tool, isCustom ? "custom" : "function");
  const name = textAt(declared, "name");
  if (name === undefined) return [];
  const description = textAt(declared, "description") ?? "";
  return [
    { name, description, schema: objectAt(declared, "parameters"), ...(isCustom ? { freeform: true } : {}) },
  ];
}
