import { setTimeout as delay } from "node:timers/promises";
import type { Scenario } from "../model/scenario.ts";
import type { Answerer, ServiceRequest } from "../model/service.ts";
import type { PhaseTracker } from "./phases.ts";

/**
 * Lets the model be slow once: in the idle replicate the first answer to the last prompt is held back for
 * `idleMs`, so that a headless tool stays alive and whatever it batches has time to be flushed. The same
 * place sees the first prompt leave, which begins its phase.
 */
export function holdLastAnswer(answerer: Answerer, scenario: Scenario, phases: PhaseTracker): Answerer {
  const [first, last] = [scenario.prompts[0], scenario.prompts.at(-1)];
  const carries = (request: ServiceRequest, marker: string | undefined) =>
    marker !== undefined && Buffer.from(request.body).includes(marker);
  const held = new Set<string>();
  return {
    upgrade: (request, send, close) => answerer.upgrade(request, send, close),
    async answer(request) {
      if (carries(request, first?.marker)) phases.enter("prompt");
      const reply = await answerer.answer(request);
      if (scenario.idleMs > 0 && held.size === 0 && carries(request, last?.marker)) {
        held.add(request.exchange);
        phases.enter("idle");
        await delay(scenario.idleMs);
      }
      return reply;
    },
  };
}
