import type { Conversation, DeclaredTool, Turn } from "./conversation.ts";
import { contentText, isObject, listAt, objectAt, textAt } from "./json-shape.ts";
import { openaiError, openaiHeaders } from "./openai-account.ts";
import { responseEvents, wholeResponse } from "./openai-response.ts";
import type { ReadRequest } from "./read-request.ts";
import { eventStreamReply, jsonReply } from "./reply.ts";
import type { ServiceContext, StandIn } from "./stand-in.ts";

/**
 * The Responses API of OpenAI (platform.openai.com/docs/api-reference/responses), streamed and not. Of earlier
 * responses that a request continues, nothing is kept: the ids of the calls it answers tell where it stands.
 */
export const openaiResponses: StandIn = {
  id: "openai-responses",
  accepts: ({ path, method }) => method === "POST" && /\/responses\/?$/.test(path),
  handle(request, context) {
    const headers = openaiHeaders(context);
    if (!isObject(request.json))
      return openaiError(context, headers, "We could not parse the JSON body of your request.");
    if (request.json.input === undefined)
      return openaiError(context, headers, "Missing required parameter: 'input'.", "input");
    const response = answerResponse(request.json, request, context);
    if (request.json.stream !== true) return jsonReply(context, 200, response, headers);
    const events = responseEvents(response).map((event) => ({
      event: event.type,
      data: JSON.stringify(event),
    }));
    return eventStreamReply(context, events, headers);
  },
};

/** The whole response to one `response.create`, whichever way it came. */
export function answerResponse(body: Record<string, unknown>, request: ReadRequest, context: ServiceContext) {
  // A warm-up asks for nothing to be said; its answer has no output.
  if (body.generate === false) return wholeResponse({ kind: "say", text: "" }, body, context);
  return wholeResponse(context.ask(toConversation(body), request), body, context);
}

function toConversation(body: Record<string, unknown>): Conversation {
  const format = objectAt(objectAt(body, "text"), "format");
  const input: Turn[] =
    typeof body.input === "string"
      ? [{ kind: "user", text: body.input }]
      : listAt(body, "input").flatMap(toTurns);
  return {
    turns: [{ kind: "system", text: textAt(body, "instructions") ?? "" }, ...input],
    tools: body.tool_choice === "none" ? [] : listAt(body, "tools").flatMap(toTools),
    json:
      format.type === "json_schema"
        ? objectAt(format, "schema")
        : format.type === "json_object"
          ? true
          : undefined,
    forcedTool: textAt(body.tool_choice, "name"),
    callIds: { prefix: "call_", alphabet: "base62", length: 24 },
  };
}

function toTurns(item: unknown): Turn[] {
  const type = textAt(item, "type") ?? "message";
  const id = textAt(item, "call_id");
  if (type.endsWith("_call_output")) return [{ kind: "result", id }];
  if (type.endsWith("_call")) return [{ kind: "call", id, name: textAt(item, "name") ?? type }];
  if (type !== "message") return [];
  const role = textAt(item, "role");
  const kind = role === "user" || role === "assistant" ? role : "system";
  return [{ kind, text: contentText(isObject(item) ? item.content : undefined) }];
}

/** Function and freeform tools, those in a namespace too, and the shell that the API itself defines. */
function toTools(tool: unknown): DeclaredTool[] {
  const type = textAt(tool, "type");
  if (type === "namespace") return listAt(tool, "tools").flatMap(toTools);
  const name = textAt(tool, "name");
  const description = textAt(tool, "description") ?? "";
  if (name === undefined) return [];
  if (type === "function") return [{ name, description, schema: objectAt(tool, "parameters") }];
  if (type !== "custom") return [];
  const grammar = textAt(objectAt(tool, "format"), "definition") ?? "";
  return [{ name, description: `${description}\n${grammar}`, schema: {}, freeform: true }];
}
