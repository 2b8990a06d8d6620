import { jsonReply } from "./reply.ts";
import type { ReadRequest } from "./read-request.ts";
import type { StandIn } from "./stand-in.ts";

/** An empty answer of a feature-flag service: every flag keeps the default that the tool ships with. */
interface FlagService {
  /** Where its documentation describes the request. */
  source: string;
  asks: (request: ReadRequest) => boolean;
  nothingSet: unknown;
}

const SERVICES: FlagService[] = [
  {
    source: "docs.growthbook.io/self-host/remote-evaluation, /lib/build-your-own",
    asks: ({ path }) => /\/api\/(eval|features)\/sdk-\w+$/.test(path),
    nothingSet: { features: {}, experiments: [] },
  },
  {
    source: "docs.statsig.com/http-api",
    asks: ({ path, method }) => method === "POST" && path.endsWith("/v1/initialize"),
    nothingSet: { feature_gates: {}, dynamic_configs: {}, layer_configs: {}, has_updates: true, time: 0 },
  },
  {
    source: "launchdarkly.com/docs/sdk, evaluation endpoints of client-side and server-side SDKs",
    asks: ({ path }) =>
      /\/(sdk\/evalx?|msdk\/evalx)\/.*(contexts?|users?)(\/|$)/.test(path) ||
      path.endsWith("/sdk/latest-all"),
    nothingSet: {},
  },
  {
    source: "posthog.com/docs/api/flags",
    asks: ({ path, json }) => /\/(flags|decide)\/?$/.test(path) && typeof json === "object",
    nothingSet: { featureFlags: {}, featureFlagPayloads: {}, errorsWhileComputingFlags: false },
  },
];

export const featureFlags: StandIn = {
  id: "feature-flags",
  accepts: (request) => SERVICES.some(({ asks }) => asks(request)),
  handle: (request, context) =>
    jsonReply(context, 200, SERVICES.find(({ asks }) => asks(request))?.nothingSet ?? {}),
};
