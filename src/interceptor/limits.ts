import type { Limits } from "../model/session-plan.ts";

/** Bounds on what a hostile client can make the interceptor keep. */
export interface InterceptorLimits extends Pick<Limits, "bodyBytes" | "captureBytes"> {
  /** One HTTP head or trailer section. */
  headBytes: number;
  /** Open at once; more are turned away and counted. */
  connections: number;
  /** How long the first bytes may take before the connection is taken for one on which the server speaks first. */
  silenceMs: number;
  handshakeMs: number;
  /** A connection of unknown protocol is closed after this long without a byte. */
  rawIdleMs: number;
  /** A tunnel in a tunnel in a tunnel … ends here. */
  tunnelDepth: number;
}

export type LimitsGiven = Pick<Limits, "bodyBytes" | "captureBytes"> & Partial<InterceptorLimits>;

export function withDefaults(given: LimitsGiven): InterceptorLimits {
  return {
    headBytes: 256 << 10,
    connections: 2000,
    silenceMs: 1500,
    handshakeMs: 20_000,
    rawIdleMs: 60_000,
    tunnelDepth: 4,
    ...given,
  };
}
