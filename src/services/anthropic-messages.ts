import type { DeclaredTool, Conversation, Turn } from "./conversation.ts";
import { anthropicEvents, anthropicMessage } from "./anthropic-message.ts";
import { clientToolSchema } from "./anthropic-client-tools.ts";
import { contentText, isObject, listAt, objectAt, textAt } from "./json-shape.ts";
import type { ReadRequest } from "./read-request.ts";
import { eventStreamReply, jsonReply, tokenCount } from "./reply.ts";
import type { Reply, ServiceContext, StandIn } from "./stand-in.ts";

/**
 * The Messages API of Anthropic, version 2023-06-01 (docs.anthropic.com/en/api/messages): messages streamed and
 * not, tools, token counts, models, errors in the API's own shape.
 */
export const anthropicMessages: StandIn = {
  id: "anthropic-messages",
  accepts(request) {
    if (/\/v1\/messages(\/count_tokens)?\/?$/.test(request.path)) return true;
    return /\/v1\/models(\/[^/]+)?$/.test(request.path) && request.header("anthropic-version") !== undefined;
  },
  handle(request, context) {
    const headers = apiHeaders(context);
    const refusal = refuse(request);
    if (refusal) return errorReply(context, headers, refusal);
    if (request.path.includes("/models")) return jsonReply(context, 200, models(request.path), headers);
    if (request.path.includes("/count_tokens"))
      return jsonReply(context, 200, { input_tokens: inputTokens(request) }, headers);
    return message(request, context, headers);
  },
};

function message(request: ReadRequest, context: ServiceContext, headers: Reply["headers"]): Reply {
  const act = context.ask(toConversation(request.json), request);
  const answer = anthropicMessage(act, {
    id: `msg_01${context.identifier("base58", 22)}`,
    model: textAt(request.json, "model") ?? "",
    inputTokens: inputTokens(request),
    cached: request.text.includes('"cache_control"'),
  });
  if (objectAt({ request: request.json }, "request").stream !== true)
    return jsonReply(context, 200, answer, headers);
  return eventStreamReply(context, anthropicEvents(answer), headers);
}

function toConversation(body: unknown): Conversation {
  const choice = objectAt(body, "tool_choice");
  const format = objectAt(objectAt(body, "output_config"), "format");
  const older = objectAt(body, "output_format");
  const schema = [format.schema, older.schema].find(isObject);
  const system: Turn = { kind: "system", text: contentText(objectAt({ body }, "body").system) };
  return {
    turns: [system, ...listAt(body, "messages").flatMap(toTurns)],
    tools: choice.type === "none" ? [] : offeredTools(body).flatMap(toTool),
    json: schema,
    forcedTool: choice.type === "tool" ? textAt(choice, "name") : undefined,
    callIds: { prefix: "toolu_01", alphabet: "base58", length: 22 },
  };
}

function toTurns(message: unknown): Turn[] {
  const kind = textAt(message, "role") === "assistant" ? "assistant" : "user";
  const whole = textAt(message, "content");
  if (whole !== undefined) return [{ kind, text: whole }];
  return listAt(message, "content").map((block): Turn => {
    const type = textAt(block, "type");
    if (type === "tool_use")
      return { kind: "call", id: textAt(block, "id"), name: textAt(block, "name") ?? "" };
    if (type === "tool_result") return { kind: "result", id: textAt(block, "tool_use_id") };
    return { kind, text: textAt(block, "text") ?? "" };
  });
}

/** All tools but those held back until a search has named them (`defer_loading`, tool search of the same API). */
function offeredTools(body: unknown): unknown[] {
  const tools = listAt(body, "tools");
  if (tools.some((tool) => textAt(tool, "type")?.startsWith("tool_search_tool"))) return tools;
  const found = new Set(
    listAt(body, "messages")
      .flatMap((message) => listAt(message, "content"))
      .flatMap((block) => listAt(block, "content"))
      .flatMap((part) => textAt(part, "tool_name") ?? []),
  );
  return tools.filter(
    (tool) => !(isObject(tool) && tool.defer_loading === true) || found.has(textAt(tool, "name") ?? ""),
  );
}

function toTool(tool: unknown): DeclaredTool[] {
  const name = textAt(tool, "name");
  const type = textAt(tool, "type") ?? "custom";
  if (name === undefined) return [];
  const schema = type === "custom" ? objectAt(tool, "input_schema") : clientToolSchema(type);
  return schema ? [{ name, description: textAt(tool, "description") ?? "", schema }] : [];
}

function inputTokens({ json }: ReadRequest): number {
  const { system, messages, tools } = objectAt({ json }, "json");
  return tokenCount(JSON.stringify([system, messages, tools])) + 8;
}

interface Refusal {
  status: number;
  type: string;
  message: string;
}

function refuse(request: ReadRequest): Refusal | undefined {
  const invalid = (text: string) => ({ status: 400, type: "invalid_request_error", message: text });
  const hasKey = ["x-api-key", "authorization"].some((name) => request.header(name));
  if (!hasKey) return { status: 401, type: "authentication_error", message: "x-api-key header is required" };
  if (request.header("anthropic-version") === undefined)
    return invalid("anthropic-version: header is required");
  if (request.path.includes("/models"))
    return request.method === "GET" || request.method === "HEAD" ? undefined : notAllowed;
  if (request.method !== "POST") return notAllowed;
  if (!isObject(request.json)) return invalid("The request body is not valid JSON");
  const required = request.path.includes("/count_tokens")
    ? ["model", "messages"]
    : ["model", "max_tokens", "messages"];
  const missing = required.find((name) => (request.json as Record<string, unknown>)[name] === undefined);
  if (missing !== undefined) return invalid(`${missing}: Field required`);
  if (listAt(request.json, "messages").length === 0)
    return invalid("messages: at least one message is required");
  return undefined;
}

const notAllowed: Refusal = { status: 405, type: "invalid_request_error", message: "Method Not Allowed" };

function errorReply(
  context: ServiceContext,
  headers: Reply["headers"],
  { status, type, message }: Refusal,
): Reply {
  const requestId = headers.find(([name]) => name === "request-id")?.[1];
  return jsonReply(context, status, { type: "error", error: { type, message }, request_id: requestId }, [
    ...headers,
    ["x-should-retry", "false"],
  ]);
}

/** What the API sends along with every answer: the request's id, the organisation, what is left of the limits. */
function apiHeaders(context: ServiceContext): Reply["headers"] {
  const reset = `${context.now().toISOString().slice(0, 19)}Z`;
  const limits = { requests: 4000, tokens: 4_800_000, "input-tokens": 4_000_000, "output-tokens": 800_000 };
  return [
    ...Object.entries(limits).flatMap(([of, limit]): Reply["headers"] => [
      [`anthropic-ratelimit-${of}-limit`, String(limit)],
      [`anthropic-ratelimit-${of}-remaining`, String(of === "requests" ? limit - 1 : limit)],
      [`anthropic-ratelimit-${of}-reset`, reset],
    ]),
    ["request-id", `req_011C${context.identifier("base58", 20)}`],
    ["strict-transport-security", "max-age=31536000; includeSubDomains; preload"],
    ["anthropic-organization-id", ORGANIZATION],
    ["Server", "cloudflare"],
    ["x-robots-tag", "none"],
    ["cf-cache-status", "DYNAMIC"],
    ["CF-RAY", `${context.identifier("hex", 16)}-FRA`],
  ];
}

const ORGANIZATION = "7c1d5a0e-93b6-4f58-8a27-50e1c6b4d92f";

/** Ids as the API lists them, newest first. */
const MODELS: [id: string, name: string, created: string][] = [
  ["claude-sonnet-4-6", "Claude Sonnet 4.6", "2026-02-17T00:00:00Z"],
  ["claude-opus-4-6", "Claude Opus 4.6", "2026-02-04T00:00:00Z"],
  ["claude-opus-4-5-20251101", "Claude Opus 4.5", "2025-11-24T00:00:00Z"],
  ["claude-haiku-4-5-20251001", "Claude Haiku 4.5", "2025-10-15T00:00:00Z"],
  ["claude-sonnet-4-5-20250929", "Claude Sonnet 4.5", "2025-09-29T00:00:00Z"],
];

function models(path: string): unknown {
  const data = MODELS.map(([id, name, created]) => ({
    type: "model",
    id,
    display_name: name,
    created_at: created,
  }));
  const wanted = /\/models\/([^/]+)$/.exec(path)?.[1];
  if (wanted !== undefined)
    return data.find(({ id }) => id === wanted) ?? { ...data[0], id: wanted, display_name: wanted };
  return { data, has_more: false, first_id: data[0]!.id, last_id: data.at(-1)!.id };
}
