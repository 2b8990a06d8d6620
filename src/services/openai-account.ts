import { jsonReply } from "./reply.ts";
import type { Reply, ServiceContext } from "./stand-in.ts";

/** What OpenAI's APIs share: headers, errors, the list of models. */

export function openaiHeaders(context: ServiceContext): Reply["headers"] {
  return [
    ["openai-organization", "user-b7c2m1qk0x5d"],
    ["openai-processing-ms", "412"],
    ["openai-version", "2020-10-01"],
    ["x-ratelimit-limit-requests", "10000"],
    ["x-ratelimit-limit-tokens", "2000000"],
    ["x-ratelimit-remaining-requests", "9999"],
    ["x-ratelimit-remaining-tokens", "1999000"],
    ["x-ratelimit-reset-requests", "6ms"],
    ["x-ratelimit-reset-tokens", "30ms"],
    ["x-request-id", `req_${context.identifier("hex", 32)}`],
    ["Server", "cloudflare"],
    ["CF-RAY", `${context.identifier("hex", 16)}-FRA`],
  ];
}

export function openaiError(
  context: ServiceContext,
  headers: Reply["headers"],
  message: string,
  param: string | null = null,
): Reply {
  const error = { message, type: "invalid_request_error", param, code: null };
  return jsonReply(context, 400, { error }, headers);
}

const MODELS: [id: string, created: number][] = [
  ["gpt-5.2", 1_765_000_000],
  ["gpt-5.1", 1_762_800_000],
  ["gpt-5", 1_754_000_000],
  ["gpt-5-mini", 1_754_000_000],
  ["gpt-4.1", 1_744_316_542],
  ["gpt-4o", 1_715_367_049],
  ["gpt-4o-mini", 1_721_172_741],
];

export function listModels(path: string): unknown {
  const describe = (id: string, created: number) => ({ id, object: "model", created, owned_by: "system" });
  const wanted = /\/models\/([^/]+)$/.exec(path)?.[1];
  if (wanted !== undefined)
    return describe(wanted, MODELS.find(([id]) => id === wanted)?.[1] ?? MODELS[0]![1]);
  return { object: "list", data: MODELS.map(([id, created]) => describe(id, created)) };
}
