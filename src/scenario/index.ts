import type { Scenario } from "../model/scenario.ts";
import type { Profile } from "../model/target.ts";
import type { CredentialShape } from "./shaped-secret.ts";
import { standardScenario } from "./standard.ts";

/** What a scenario is drawn from. The profile tells which secrets its tool needs. */
export interface ScenarioOptions {
  seed: number;
  idleMs: number;
  profile: Profile & { credentials?: readonly CredentialShape[] };
}

/** Every scenario, by the name that `--scenario` takes. */
export const scenarios: Record<string, (options: ScenarioOptions) => Scenario> = {
  standard: ({ seed, idleMs, profile: { credentials = [] } }) =>
    standardScenario({ seed, idleMs, credentials }),
};
