import { credentialToOtherEndpoint } from "./credential-to-other-endpoint.ts";
import { dataSent } from "./data-sent.ts";
import type { Detector } from "./detector.ts";
import { egressBeforePrompt } from "./egress-before-prompt.ts";
import { fileContentSent } from "./file-content-sent.ts";
import { opaqueFlow } from "./opaque-flow.ts";

export const detectors: Detector[] = [
  dataSent,
  fileContentSent,
  credentialToOtherEndpoint,
  egressBeforePrompt,
  opaqueFlow,
];
