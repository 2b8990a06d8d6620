import type { EventOf, Recorder } from "../model/event.ts";
import { PHASES, type Phase } from "../model/vocabulary.ts";

export type PhaseState = EventOf<"phase">["state"];

/**
 * Keeps the phase of a session: events are stamped with the phase that is current when they are appended, a
 * phase is `done` when a later one begins, and one that never began ends as what `finish` says.
 */
export function trackPhases(
  recorder: Recorder,
  expected: readonly Phase[],
  onChange: (phase: Phase, state: PhaseState) => void,
) {
  const states = new Map<Phase, PhaseState>();

  function set(id: Phase, state: PhaseState, reason?: string): void {
    states.set(id, state);
    recorder.append({ kind: "phase", id, state, ...(reason === undefined ? {} : { reason }) });
    onChange(id, state);
  }

  return {
    /** Moves on to `id`. Going back is ignored: a late side request does not reopen a phase. */
    enter(id: Phase): void {
      if (states.get(id) !== undefined || PHASES.indexOf(id) < PHASES.indexOf(recorder.phase)) return;
      if (states.get(recorder.phase) === "started") set(recorder.phase, "done");
      recorder.enterPhase(id);
      set(id, "started");
    },
    notOffered(id: Phase, reason: string): void {
      if (states.get(id) === undefined) set(id, "not-offered", reason);
    },
    /** Closes the current phase; expected ones that were never met failed. */
    finish(reason: string): void {
      if (states.get(recorder.phase) === "started") set(recorder.phase, "done");
      for (const id of expected) if (!states.has(id)) set(id, "failed", reason);
    },
  };
}
export type PhaseTracker = ReturnType<typeof trackPhases>;
