import { accountEndpoints } from "./account-endpoints.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { featureFlags } from "./feature-flags.ts";
import { packageRegistry } from "./package-registry.ts";
import type { StandIn } from "./stand-in.ts";
import { telemetryIntake } from "./telemetry-intake.ts";
import { webPage } from "./web-page.ts";

/** Every stand-in, asked in this order; the first that accepts a request answers it. */
export const standIns: StandIn[] = [
  webPage,
  anthropicMessages,
  accountEndpoints,
  featureFlags,
  telemetryIntake,
  packageRegistry,
];
