import type { CaptureEvent } from "../model/event.ts";

/** Where the report gets the recorded bytes that an audit cites. */
export interface EvidenceSource {
  /** Bytes of a blob of a session. May throw when the capture is damaged: the report then says so in its place. */
  readBlob(session: string, digest: string): Uint8Array;
  /** A session's events in order. Without it the report has no request heads and no timeline, and says so. */
  eventsOf?(session: string): readonly CaptureEvent[];
}
