import type { Act, Conversation, DeclaredTool, Turn } from "./conversation.ts";
import { isObject, listAt, objectAt, textAt } from "./json-shape.ts";
import type { ReadRequest } from "./read-request.ts";
import { eventStreamReply, jsonReply, textPieces, tokenCount } from "./reply.ts";
import type { Reply, ServiceContext, StandIn } from "./stand-in.ts";

const METHOD = /\/models\/([^/:]+):(generateContent|streamGenerateContent|countTokens)$/;

/**
 * The Gemini API of Google (ai.google.dev/api/generate-content): content generated whole and streamed, token
 * counts, the list of models. Function calls carry no ids unless the tool sends them, so steps are counted.
 */
export const gemini: StandIn = {
  id: "gemini",
  accepts: ({ path }) => METHOD.test(path) || /\/v1(beta|alpha)\/models(\/[^/]+)?$/.test(path),
  handle(request, context) {
    const headers: Reply["headers"] = [
      ["Server", "scaffolding on HTTPServer2"],
      ["Vary", "Origin, X-Origin, Referer"],
      ["X-XSS-Protection", "0"],
    ];
    const [, model = "", method] = METHOD.exec(request.path) ?? [];
    if (method === undefined) return jsonReply(context, 200, models(request.path), headers);
    if (!isObject(request.json)) return badRequest(context, headers);
    if (method === "countTokens")
      return jsonReply(context, 200, { totalTokens: tokenCount(request.text) }, headers);
    return generate(request, model, method === "streamGenerateContent", context, headers);
  },
};

function generate(
  request: ReadRequest,
  model: string,
  isStreamed: boolean,
  context: ServiceContext,
  headers: Reply["headers"],
): Reply {
  const act = context.ask(toConversation(request.json), request);
  const about = { modelVersion: model, responseId: context.identifier("base62", 22) };
  const prompt = tokenCount(request.text);
  const written = tokenCount(act.text + (act.kind === "call" ? JSON.stringify(act.arguments) : ""));
  const usageMetadata = {
    promptTokenCount: prompt,
    candidatesTokenCount: written,
    totalTokenCount: prompt + written,
  };
  const answer = (parts: unknown[], isLast: boolean) => ({
    candidates: [
      { content: { parts, role: "model" }, ...(isLast ? { finishReason: "STOP" } : {}), index: 0 },
    ],
    usageMetadata,
    ...about,
  });
  if (!isStreamed) return jsonReply(context, 200, answer(actParts(act, [act.text]), true), headers);
  const parts = actParts(act, textPieces(act.text, 48));
  const pieces = parts.map((part, index) => answer([part], index === parts.length - 1));
  // Without `alt=sse` the API streams one JSON array.
  if (request.query.get("alt") !== "sse") return jsonReply(context, 200, pieces, headers);
  const events = pieces.map((piece) => ({ data: JSON.stringify(piece) }));
  return eventStreamReply(context, events, headers);
}

function actParts(act: Act, texts: string[]): unknown[] {
  const said = texts.filter((text) => text !== "").map((text) => ({ text }));
  return act.kind === "call"
    ? [...said, { functionCall: { name: act.tool.name, args: act.arguments } }]
    : said;
}

function toConversation(body: unknown): Conversation {
  const config = objectAt(body, "generationConfig");
  const calling = objectAt(objectAt(body, "toolConfig"), "functionCallingConfig");
  const schema = [config.responseJsonSchema, config.responseSchema].find(isObject);
  const asksJson = textAt(config, "responseMimeType") === "application/json";
  const only = listAt(calling, "allowedFunctionNames")[0];
  return {
    turns: [
      { kind: "system", text: partsText(objectAt(body, "systemInstruction")) },
      ...listAt(body, "contents").flatMap(toTurns),
    ],
    tools: calling.mode === "NONE" ? [] : listAt(body, "tools").flatMap(toTools),
    json: asksJson ? (schema ?? true) : undefined,
    forcedTool: calling.mode === "ANY" && typeof only === "string" ? only : undefined,
    callIds: { prefix: "", alphabet: "base62", length: 8 },
  };
}

function toTurns(content: unknown): Turn[] {
  const kind = textAt(content, "role") === "model" ? "assistant" : "user";
  return listAt(content, "parts").map((part): Turn => {
    const call = objectAt(part, "functionCall");
    const result = objectAt(part, "functionResponse");
    const called = textAt(call, "name");
    if (called !== undefined) return { kind: "call", id: textAt(call, "id"), name: called };
    if (result.name !== undefined) return { kind: "result", id: textAt(result, "id") };
    return { kind, text: textAt(part, "text") ?? "" };
  });
}

function partsText(content: unknown): string {
  return listAt(content, "parts")
    .map((part) => textAt(part, "text") ?? "")
    .join("\n");
}

function toTools(group: unknown): DeclaredTool[] {
  return listAt(group, "functionDeclarations").flatMap((tool) => {
    const name = textAt(tool, "name");
    const schema = [objectAt(tool, "parametersJsonSchema"), objectAt(tool, "parameters")].find(
      (candidate) => Object.keys(candidate).length > 0,
    );
    return name === undefined
      ? []
      : [{ name, description: textAt(tool, "description") ?? "", schema: schema ?? {} }];
  });
}

function badRequest(context: ServiceContext, headers: Reply["headers"]): Reply {
  const error = { code: 400, message: "Invalid JSON payload received.", status: "INVALID_ARGUMENT" };
  return jsonReply(context, 400, { error }, headers);
}

const MODELS = ["gemini-3-pro-preview", "gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite"];

function models(path: string): unknown {
  const describe = (id: string) => ({
    name: `models/${id}`,
    version: "001",
    displayName: id,
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: ["generateContent", "countTokens"],
  });
  const wanted = /\/models\/([^/]+)$/.exec(path)?.[1];
  return wanted === undefined ? { models: MODELS.map(describe) } : describe(wanted);
}
