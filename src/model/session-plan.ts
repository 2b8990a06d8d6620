import type { Scenario } from "./scenario.ts";
import type { Profile, Target } from "./target.ts";
import type { FactorName, ModelProtocol } from "./vocabulary.ts";

/** Bounds on a hostile tool. Each is enforced or becomes a gap. */
export interface Limits {
  memoryBytes: number;
  processes: number;
  diskBytes: number;
  /** For the whole tool run, idle time not counted. */
  timeMs: number;
  /** A single recorded body or raw stream; what comes after is counted, not kept. */
  bodyBytes: number;
  /** All recorded bytes of a session. */
  captureBytes: number;
}

type Environment = Partial<Record<FactorName, string>>;

/** Everything a session needs, as JSON: one scenario in one environment, and where to write the capture. */
export interface SessionPlan {
  session: string;
  replicate: number;
  environment: Environment;
  target: Target;
  profile: Profile;
  /** argv template given with `--run`, already split; `{prompt}` is replaced. */
  run?: string[];
  protocol?: ModelProtocol;
  scenario: Scenario;
  limits: Limits;
  /** Absolute folder that receives `events.ndjson` and `blobs.bin`. */
  captureFolder: string;
}
