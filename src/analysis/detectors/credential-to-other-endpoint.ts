import { sightingOf, type Detector } from "./detector.ts";

export const credentialToOtherEndpoint: Detector = {
  id: "credential-to-other-endpoint",
  limits: "Which hosts a credential is meant for is the profile's statement.",
  detect: ({ hits }) =>
    hits
      .filter(({ canary, exchange }) => {
        const { meantFor } = canary;
        return (
          meantFor && !meantFor.some((host) => exchange.host === host || exchange.host.endsWith(`.${host}`))
        );
      })
      .map((hit) => sightingOf(hit, `credential ${hit.canary.id} sent to ${hit.exchange.host}`)),
};
