import type { EventOf } from "../model/event.ts";
import type { Phase } from "../model/vocabulary.ts";

export interface ProcessView {
  /** Unique in its session: process number and ordinal of the event, since numbers are used again. */
  id: string;
  process: number;
  argv: string[];
  parent?: ProcessView;
  phase: Phase;
  requestedByModel: boolean;
  event: EventOf<"process-start">;
}

/**
 * Builds the process tree. A process counts as requested by the model when its argv holds what a step asked
 * for before it started (the command, the pattern to search), quotes, backslashes and white space aside, or
 * when it descends from one that does.
 */
export function attributeProcesses(
  starts: EventOf<"process-start">[],
  steps: EventOf<"model-step">[],
): ProcessView[] {
  const requests = steps
    .filter((step) => step.state === "requested")
    .map((step) => ({ n: step.n, phrases: requestedPhrases(step.arguments) }));
  const latest = new Map<number, ProcessView>();
  return starts.map((event) => {
    const parent = event.parent === undefined ? undefined : latest.get(event.parent);
    // The same process may execute a second program: it keeps the parent it had.
    const before = latest.get(event.process);
    const from = parent ?? (before && event.parent === undefined ? before.parent : undefined);
    const asked = before?.requestedByModel === true || from?.requestedByModel === true;
    const command = bare(event.argv.join(" "));
    const view: ProcessView = {
      id: `p${event.process}-${event.n}`,
      process: event.process,
      argv: event.argv,
      ...(from ? { parent: from } : {}),
      phase: event.during,
      requestedByModel:
        asked || requests.some(({ n, phrases }) => n < event.n && phrases.some((p) => command.includes(p))),
      event,
    };
    latest.set(event.process, view);
    return view;
  });
}

/** Strings in a step's arguments, bare; short ones and paths would match what nobody asked for. */
function requestedPhrases(value: unknown): string[] {
  if (typeof value === "string") {
    const phrase = bare(value);
    return phrase.length >= SHORTEST_PHRASE && !/^[~./][^\s]*$/.test(value) ? [phrase] : [];
  }
  if (Array.isArray(value)) return value.flatMap(requestedPhrases);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(requestedPhrases);
  return [];
}

const SHORTEST_PHRASE = 5;

/** Without quotes, backslashes and white space, which shells and wrappers add and remove. */
function bare(text: string): string {
  return text.replace(/["'\\\s]/g, "");
}
