import { sightingOf, type Detector } from "./detector.ts";

export const fileContentSent: Detector = {
  id: "file-content-sent",
  limits: "Planted words of a file were seen; how much of the file went along is not measured.",
  detect: ({ hits }) =>
    hits
      .filter(({ canary }) => canary.path !== undefined)
      .map((hit) => sightingOf(hit, `content of ${hit.canary.path} sent to ${hit.exchange.host}`)),
};
