import type { DataCategory, FindingKind, Level, Party } from "../model/vocabulary.ts";

/** What a model has to be told to do its work; sent to the model's own endpoint it is no news. */
const EXPECTED_BY_MODEL = new Set<DataCategory>([
  "prompt",
  "conversation",
  "source-code",
  "directory-listing",
  "file-path",
  "tool-output",
  "git-history",
]);

/** The one table of levels, the same for every tool: kind × data × party. */
export function levelOf(kind: FindingKind, data: readonly DataCategory[], party: Party): Level {
  if (kind === "credential-to-other-endpoint") return "attention";
  if (kind === "data-sent" || kind === "file-content-sent") {
    if (party === "model-api") return data.every((each) => EXPECTED_BY_MODEL.has(each)) ? "info" : "note";
    return party === "vendor" || party === "registry" ? "note" : "attention";
  }
  return kind === "destination" ? "info" : "note";
}
