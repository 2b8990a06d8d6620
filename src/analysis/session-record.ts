import { UsageError } from "../model/errors.ts";
import type { CaptureEvent, Digest, EventOf } from "../model/event.ts";
import type { SessionPlan } from "../model/session-plan.ts";

/** A session's capture as this room needs it: events in order, blobs on demand. Nothing here knows of folders. */
export interface SessionRecord {
  session: string;
  start: EventOf<"session-start">;
  events: CaptureEvent[];
  blob(digest: Digest): Uint8Array;
  /** What is wrong with the files themselves, in words. */
  damage: string[];
}

/** The plan the session was run by. @throws UsageError when the capture holds none. */
export function planOf(record: SessionRecord): SessionPlan {
  const plan = record.start.plan as Partial<SessionPlan> | null;
  if (!plan?.scenario || !plan.target || !plan.profile)
    throw new UsageError(
      `The capture of session ${record.session} holds no session plan, so there is nothing to judge it by: record it again.`,
    );
  return plan as SessionPlan;
}
