import type { ServiceSocket } from "../model/service.ts";
import { isObject } from "./json-shape.ts";
import { answerResponse } from "./openai-responses.ts";
import { responseEvents } from "./openai-response.ts";
import type { ReadRequest } from "./read-request.ts";
import type { ServiceContext } from "./stand-in.ts";

/** The path of the Responses API, on which it also takes a WebSocket. */
export function isResponsesSocket({ path }: ReadRequest): boolean {
  return /\/responses\/?$/.test(path);
}

/**
 * The Responses API over a WebSocket (platform.openai.com/docs/guides/websocket-mode): each `response.create`
 * message is a request, each event of its answer one text message. Anything else is left unanswered.
 */
export function responsesSocket(
  request: ReadRequest,
  context: ServiceContext,
  send: (payload: string) => void,
): ServiceSocket {
  return {
    message(payload, isText) {
      const body = isText ? parse(payload) : undefined;
      if (!isObject(body) || body.type !== "response.create") return;
      for (const event of responseEvents(answerResponse(body, request, context))) send(JSON.stringify(event));
    },
    close() {},
  };
}

function parse(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    // Recorded as sent; there is nothing to answer.
    return undefined;
  }
}
