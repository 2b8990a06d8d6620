import type { SessionView } from "../attribute.ts";
import type { Detector } from "./detector.ts";

export const egressBeforePrompt: Detector = {
  id: "egress-before-prompt",
  limits:
    "Before the prompt means before the first request that carries it; a headless tool has it from its start.",
  detect: ({ views }) =>
    views.flatMap((view) => {
      const promptAt = firstPrompt(view);
      return view.exchanges
        .filter(({ event, phase }) => event.n < promptAt && (phase === "startup" || phase === "install"))
        .map(({ event, host, port, protocol, path, phase, id }) => ({
          session: view.id,
          n: event.n,
          title: `${event.method} ${host}${path} during ${phase}, before any prompt was sent`,
          channel: { protocol, host, port, method: event.method, path, pointer: "count", description: phase },
          data: [],
          encodings: [],
          evidence: event.requestHead
            ? [
                {
                  session: view.id,
                  exchange: id,
                  blob: event.requestHead,
                  range: wholeOf(view, event.requestHead),
                },
              ]
            : [],
        }));
    }),
};

function firstPrompt(view: SessionView): number {
  const marker = view.plan.scenario.prompts[0]?.marker ?? "";
  const carrier = view.exchanges.find(
    ({ event }) =>
      event.requestBody !== undefined && Buffer.from(view.record.blob(event.requestBody)).includes(marker),
  );
  return carrier?.event.n ?? Infinity;
}

function wholeOf(view: SessionView, digest: string): [number, number] {
  return [0, view.record.blob(digest).length];
}
