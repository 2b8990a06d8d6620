import type { ReadRequest } from "./read-request.ts";
import { bodyReply, emptyReply, jsonReply } from "./reply.ts";
import type { Reply, ServiceContext, StandIn } from "./stand-in.ts";

/** One kind of intake, told by the form of what it is sent, and how it says that it took it. */
interface Intake {
  source: string;
  takes: (request: ReadRequest) => boolean;
  accept: (request: ReadRequest, context: ServiceContext) => Reply;
}

const INTAKES: Intake[] = [
  {
    source:
      "opentelemetry.io/docs/specs/otlp: an empty Export…ServiceResponse, in the request's own encoding",
    takes: ({ path }) => /\/v1\/(traces|metrics|logs)$/.test(path),
    accept: (request, context) =>
      request.header("content-type")?.includes("json")
        ? jsonReply(context, 200, { partialSuccess: {} })
        : bodyReply(context, 200, "application/x-protobuf", ""),
  },
  {
    source: "develop.sentry.dev/sdk/data-model/envelopes: the id of the event",
    takes: ({ path }) => /\/api\/\d+\/(envelope|store)\/?$/.test(path),
    accept: ({ text }, context) =>
      jsonReply(context, 200, {
        id: /"event_id":"([0-9a-f]{32})"/.exec(text)?.[1] ?? context.identifier("hex", 32),
      }),
  },
  {
    source: "docs.datadoghq.com/api/latest/logs: 202 and an empty object",
    takes: ({ path, host }) => /\/api\/v2\/(logs|rum|spans)$/.test(path) && /datadoghq/.test(host),
    accept: (_, context) => jsonReply(context, 202, {}),
  },
  {
    source: "docs.statsig.com/http-api: log_event, rgstr",
    takes: ({ path }) => /\/v1\/(rgstr|log_event)$/.test(path),
    accept: (_, context) => jsonReply(context, 202, { success: true }),
  },
  {
    source:
      "segment.com/docs/connections/sources/catalog/libraries/server/http-api: {success}; posthog: {status}",
    takes: ({ path, json }) =>
      /\/(batch|capture|track|identify|i\/v0\/e)\/?$/.test(path) && json !== undefined,
    accept: ({ json }, context) =>
      jsonReply(context, 200, { success: true, status: 1, accepted_count: countEvents(json) }),
  },
  {
    source: "amplitude.com/docs/apis/analytics/http-v2",
    takes: ({ path }) => path.endsWith("/2/httpapi"),
    accept: ({ json }, context) => jsonReply(context, 200, { code: 200, events_ingested: countEvents(json) }),
  },
  {
    source: "by shape alone: a POST of a list of events, to a path that says so",
    takes: ({ path, method, json }) =>
      method === "POST" && /telemetry|metrics|events?\b|analytics/.test(path) && countEvents(json) > 0,
    accept: ({ json }, context) =>
      jsonReply(context, 200, { success: true, accepted_count: countEvents(json), rejected_count: 0 }),
  },
  {
    source: "by shape alone: a beacon",
    takes: ({ path, method }) => method === "POST" && /\/(beacon|ping|collect)$/.test(path),
    accept: (_, context) => emptyReply(context, 204),
  },
];

/** Intakes of usage events, traces, logs and error reports. They say "taken" and nothing else. */
export const telemetryIntake: StandIn = {
  id: "telemetry-intake",
  accepts: (request) => INTAKES.some(({ takes }) => takes(request)),
  handle: (request, context) => INTAKES.find(({ takes }) => takes(request))!.accept(request, context),
};

/** Length of the first list in an object, or of the list itself; 0 when there is none. */
function countEvents(json: unknown): number {
  if (Array.isArray(json)) return json.length;
  if (typeof json !== "object" || json === null) return 0;
  return Object.values(json).find((value) => Array.isArray(value))?.length ?? 0;
}
