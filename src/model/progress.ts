import type { Phase, SessionOutcome } from "./vocabulary.ts";

/** What a long run tells whoever watches it. Only a door prints. */
export type Progress =
  | { kind: "step"; text: string }
  | { kind: "fetch"; text: string; done?: number; total?: number }
  | {
      kind: "session-phase";
      session: string;
      phase: Phase;
      state: "started" | "done" | "not-offered" | "failed";
    }
  | { kind: "session-end"; session: string; outcome: SessionOutcome; exchanges: number; durationMs: number };

export type OnProgress = (progress: Progress) => void;
