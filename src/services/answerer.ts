import { createHash } from "node:crypto";
import type { EventInput } from "../model/event.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Answerer, ServiceReply, ServiceRequest } from "../model/service.ts";
import type { ModelProtocol } from "../model/vocabulary.ts";
import { toIdentifier } from "./identifier.ts";
import { improvise } from "./improvised.ts";
import { standIns } from "./index.ts";
import { readRequest, type ReadRequest } from "./read-request.ts";
import { bodyReply } from "./reply.ts";
import { isResponsesSocket, responsesSocket } from "./responses-socket.ts";
import { decide } from "./scripted-model.ts";
import type { ServiceContext, StandIn } from "./stand-in.ts";

/** Body of a `model-step` event. */
export type ModelStep = Omit<Extract<EventInput, { kind: "model-step" }>, "kind">;

export interface AnswererOptions {
  scenario: Scenario;
  /** What the user said is spoken. Requests tell by their shape so far, so nothing depends on it. */
  protocol?: ModelProtocol;
  /** Package name to the version under audit, so that registries offer no update. */
  versions?: Record<string, string>;
  /** Called once for each thing that becomes of a step, just before the reply that carries it is sent. */
  onStep: (step: ModelStep) => void;
}

/** Answers whatever the tool asks, one session long. Never rejects: a stand-in that throws is answered 500. */
export function createAnswerer(options: AnswererOptions): Answerer {
  const context = serviceContext(options);
  return {
    async answer(request) {
      return answerRequest(readRequest(request), context);
    },
    upgrade(sent, send) {
      const request = readRequest(sent);
      if (isResponsesSocket(request))
        return {
          service: "openai-responses",
          improvised: false,
          socket: responsesSocket(request, context, send),
        };
      // Accepted and silent: what the tool says first is then on record.
      return { service: "improvised", improvised: true, socket: { message() {}, close() {} } };
    },
  };
}

async function answerRequest(request: ReadRequest, context: ServiceContext): Promise<ServiceReply> {
  const standIn = standIns.find(
    (candidate) => answersFor(candidate, request) && candidate.accepts(request, context),
  );
  if (!standIn) return { ...improvise(request, context), service: "improvised", improvised: true };
  try {
    return { ...(await standIn.handle(request, context)), service: standIn.id, improvised: false };
  } catch (error) {
    // A hostile body must not end the session; the message shows in the recorded reply.
    const message = error instanceof Error ? error.message : String(error);
    const body = JSON.stringify({ error: { type: "api_error", message } });
    return { ...bodyReply(context, 500, "application/json", body), service: standIn.id, improvised: false };
  }
}

function answersFor({ hosts }: StandIn, { host }: ServiceRequest): boolean {
  const name = host.toLowerCase();
  return !hosts || hosts.some((suffix) => name === suffix || name.endsWith(`.${suffix}`));
}

function serviceContext({ scenario, versions = {}, onStep }: AnswererOptions): ServiceContext {
  const reported = new Set<string>();
  let drawn = 0;
  return {
    scenario,
    versions,
    now: () => new Date(),
    identifier(alphabet, length) {
      const digest = createHash("sha256").update(`id:${scenario.seed}:${drawn++}`).digest();
      return toIdentifier(digest, alphabet, length);
    },
    ask(conversation, request) {
      const { act, reports } = decide(conversation, scenario);
      const declared = conversation.tools.map(({ name }) => name);
      for (const { key, ...report } of reports) {
        const once = `${key} ${report.state}`;
        if (reported.has(once)) continue;
        reported.add(once);
        onStep({ exchange: request.exchange, ...report, declared });
      }
      return act;
    },
  };
}
