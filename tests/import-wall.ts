/**
 * Which room may import which: the table of ARCHITECTURE as data. Type-only imports count like any other,
 * because a type ties two rooms together as firmly as a value does; the one exception is written down below.
 */
const LIVE = ["model", "capture", "target", "lab", "interceptor", "services", "scenario"];

export const MAY_IMPORT: Record<string, readonly string[]> = {
  model: [],
  capture: ["model"],
  target: ["model"],
  lab: ["model"],
  interceptor: ["model"],
  services: ["model", "decode"],
  scenario: ["model"],
  session: LIVE,
  decode: ["model"],
  static: ["model", "decode"],
  analysis: ["model", "decode"],
  design: ["model", "analysis", "static"],
  campaign: ["model", "capture", "session", "analysis", "design"],
  report: ["model", "decode"],
};

/** The still side takes a capture that somebody else read: it knows its shape, never its files. */
const MAY_IMPORT_TYPES: Record<string, readonly string[]> = {
  analysis: ["capture"],
};

/** Tests of what records do so against a real capture. */
const MAY_IMPORT_IN_TESTS: Record<string, readonly string[]> = {
  lab: ["capture"],
  interceptor: ["capture"],
};

/** What is wrong with an import, as a line; nothing when it is allowed. `to` is from the checkout's root. */
export function importFault(
  from: { path: string; room: string; isTest: boolean },
  to: string,
  typeOnly: boolean,
): string | undefined {
  if (from.room === "") return undefined;
  const parts = to.split("/");
  const shown = `${from.path.replace(/^src\//, "")} -> ${"../".repeat(from.path.split("/").length - 2)}${parts.slice(1).join("/")}`;
  if (parts[0] !== "src") return from.isTest ? undefined : shown;
  if (parts.length === 2) return `${shown} (a room may not import a door)`;
  const room = parts[1]!;
  if (room === from.room) return undefined;
  const table = MAY_IMPORT[from.room];
  if (!table) return `${shown} (${from.room} is no room: add it to the table in tests/import-wall.ts)`;
  if (table.includes(room)) return undefined;
  if (typeOnly && MAY_IMPORT_TYPES[from.room]?.includes(room)) return undefined;
  if (from.isTest && MAY_IMPORT_IN_TESTS[from.room]?.includes(room)) return undefined;
  return shown;
}
