import type { Audit } from "../model/audit.ts";
import type { FileClass, Level, Party } from "../model/vocabulary.ts";

/** The report's own words for the closed lists of the model, in one place. */

export const PARTY_WORDS: Record<Party, string> = {
  "model-api": "model API",
  vendor: "vendor",
  "third-party": "third party",
  registry: "package registry",
  local: "this machine",
  unknown: "unknown",
};

export const DOCUMENTED_WORDS: Record<Audit["destinations"][number]["documented"], string> = {
  yes: "yes",
  no: "no",
  "no-source": "no list known",
};

export const LEVEL_WORDS: Record<Level, { one: string; meaning: string }> = {
  attention: { one: "Attention", meaning: "read these before you decide" },
  note: { one: "Note", meaning: "worth knowing" },
  info: { one: "Info", meaning: "facts, for completeness" },
};

export const LEVELS_BY_WEIGHT: Level[] = ["attention", "note", "info"];

export const PHASE_STATE_WORDS: Record<Audit["exercised"]["phases"][number]["state"], string> = {
  done: "done",
  "not-offered": "not offered",
  failed: "failed",
};

export const FILE_CLASS_WORDS: Record<FileClass, string> = {
  workspace: "the workspace",
  other: "elsewhere",
  "own-config": "the tool's own state",
  "own-install": "the tool as installed",
  system: "the system",
};

/** Those a reader asks about first, first. */
export const FILE_CLASSES_BY_INTEREST: FileClass[] = [
  "workspace",
  "other",
  "own-config",
  "own-install",
  "system",
];

/** `source-code` as `source code`; ids stay readable and searchable. */
export function spaced(id: string): string {
  return id.replaceAll("-", " ");
}

/** `host`, with the port when it is not the protocol's usual one. */
export function placeName(place: { host: string; port: number; protocol: string }): string {
  const usual: Record<string, number> = {
    https: 443,
    wss: 443,
    grpc: 443,
    tls: 443,
    http: 80,
    ws: 80,
    dns: 53,
    ssh: 22,
  };
  return usual[place.protocol] === place.port ? place.host : `${place.host}:${place.port}`;
}
