import { accountEndpoints } from "./account-endpoints.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { featureFlags } from "./feature-flags.ts";
import { gemini } from "./gemini.ts";
import { openaiChat } from "./openai-chat.ts";
import { openaiResponses } from "./openai-responses.ts";
import { packageRegistry } from "./package-registry.ts";
import type { StandIn } from "./stand-in.ts";
import { telemetryIntake } from "./telemetry-intake.ts";
import { webPage } from "./web-page.ts";

/** Every stand-in, asked in this order; the first that accepts a request answers it. */
export const standIns: StandIn[] = [
  webPage,
  anthropicMessages,
  gemini,
  openaiResponses,
  openaiChat,
  accountEndpoints,
  featureFlags,
  telemetryIntake,
  packageRegistry,
];
