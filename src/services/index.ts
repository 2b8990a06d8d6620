import { accountEndpoints } from "./account-endpoints.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import type { StandIn } from "./stand-in.ts";
import { webPage } from "./web-page.ts";

/** Every stand-in, asked in this order; the first that accepts a request answers it. */
export const standIns: StandIn[] = [webPage, anthropicMessages, accountEndpoints];
