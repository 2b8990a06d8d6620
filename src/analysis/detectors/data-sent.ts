import { sightingOf, type Detector } from "./detector.ts";

export const dataSent: Detector = {
  id: "data-sent",
  limits: "Only values planted for the session are recognised, in the encodings that were searched.",
  detect: ({ hits }) =>
    hits
      .filter(({ canary }) => canary.path === undefined)
      .map((hit) => sightingOf(hit, `${hit.canary.data} (${hit.canary.id}) sent to ${hit.exchange.host}`)),
};
