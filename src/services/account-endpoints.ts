import type { ReadRequest } from "./read-request.ts";
import { jsonReply } from "./reply.ts";
import type { StandIn } from "./stand-in.ts";

interface KnownEndpoint {
  hosts: string[];
  path: RegExp;
  status: number;
  body: (request: ReadRequest) => unknown;
}

/**
 * Small endpoints beside a model API whose callers retry for seconds, or refuse to act, on an answer of the
 * wrong shape. Each is answered as for an ordinary account with nothing special set.
 */
const ENDPOINTS: KnownEndpoint[] = [
  {
    hosts: ["anthropic.com"],
    path: /\/api\/claude_code\/policy_limits$/,
    status: 200,
    body: () => ({ restrictions: {} }),
  },
  {
    hosts: ["anthropic.com"],
    path: /\/api\/claude_code\/settings$/,
    status: 404,
    body: () => ({ type: "error", error: { type: "not_found_error", message: "No settings found" } }),
  },
  {
    hosts: ["anthropic.com"],
    path: /\/metrics_enabled$/,
    status: 200,
    body: () => ({ metrics_logging_enabled: true }),
  },
  {
    hosts: ["anthropic.com"],
    path: /\/api\/claude_cli\/bootstrap$/,
    status: 200,
    body: () => ({ client_data: {}, additional_model_options: [] }),
  },
  {
    hosts: ["anthropic.com"],
    path: /\/mcp-registry\/v0\/servers$/,
    status: 200,
    body: () => ({ servers: [], metadata: { count: 0 } }),
  },
  {
    // Asked before a page is fetched: is this domain one that may be read?
    hosts: ["anthropic.com", "claude.ai"],
    path: /\/api\/web\/domain_info$/,
    status: 200,
    body: (request) => ({ domain: request.query.get("domain") ?? "", can_fetch: true }),
  },
];

export const accountEndpoints: StandIn = {
  id: "account-endpoints",
  hosts: [...new Set(ENDPOINTS.flatMap(({ hosts }) => hosts))],
  accepts: (request) => ENDPOINTS.some(({ path }) => path.test(request.path)),
  handle(request, context) {
    const endpoint = ENDPOINTS.find(({ path }) => path.test(request.path))!;
    return jsonReply(context, endpoint.status, endpoint.body(request));
  },
};
