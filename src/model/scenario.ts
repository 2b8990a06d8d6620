import type { Canary } from "./canary.ts";
import type { Phase } from "./vocabulary.ts";

/** What the scripted model wants done; a tool is chosen for it from the declarations in the request. */
export type Intent = "search-text" | "read-file" | "edit-file" | "run-command" | "fetch-url";

/** One act the scripted model asks for. `values` are what the schema's fields get filled from. */
export interface ScriptStep {
  phase: Phase;
  intent: Intent;
  values: Partial<
    Record<"path" | "pattern" | "oldText" | "newText" | "content" | "command" | "url" | "description", string>
  >;
}

/** One prompt given to the tool, what the model then asks for in order, and what it says at the end. */
export interface ScriptedPrompt {
  phase: "prompt" | "second-prompt";
  text: string;
  /** A unique word inside `text`, by which the main conversation is told from side requests. */
  marker: string;
  steps: ScriptStep[];
  closing: string;
}

export interface PlantedFile {
  /** Absolute path inside the lab. */
  path: string;
  content: string;
  mode?: number;
}

export interface PlantedPage {
  url: string;
  html: string;
}

/** How the machine inside the lab presents itself. All of it is ordinary, and most of it is a canary. */
export interface Machine {
  hostname: string;
  user: string;
  fullName: string;
  home: string;
  workspace: string;
  machineId: string;
  interfaceName: string;
  mac: string;
  ipv4: string;
  gatewayIpv4: string;
  ipv6: string;
  searchDomain: string;
  timezone: string;
  locale: string;
  shell: string;
}

/** A scenario made concrete for one seed: everything a session needs to be the same again. */
export interface Scenario {
  id: string;
  seed: number;
  machine: Machine;
  files: PlantedFile[];
  /** Set up before the tool starts: `git init`, commits with fixed dates. Run inside the lab, not recorded as the tool's. */
  setUp: string[][];
  /** What the web answers at the addresses the prompts ask to fetch. */
  pages?: PlantedPage[];
  env: Record<string, string>;
  prompts: ScriptedPrompt[];
  idleMs: number;
  canaries: Canary[];
}
