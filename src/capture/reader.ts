import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { captureEventSchema, type CaptureEvent, type Digest, type EventOf } from "../model/event.ts";
import { digestOf } from "./digest.ts";
import { BLOBS_FILE, EVENTS_FILE } from "./writer.ts";

/** A session's capture, read back: its events in order and its blobs on demand. */
export interface SessionCapture extends Disposable {
  session: string;
  start: EventOf<"session-start">;
  events: CaptureEvent[];
  /** The bytes of a blob, digest checked. @throws CaptureDamaged when they are missing or altered. */
  blob(digest: Digest): Uint8Array;
  digests(): Iterable<Digest>;
  /** What is wrong with the files themselves, e.g. a last line cut off by a kill; never silent. */
  damage: string[];
}

/** The files say something that cannot be: a changed byte, a missing blob, a line that is no event. */
export class CaptureDamaged extends Error {
  override readonly name = "CaptureDamaged";
}

/**
 * Reads the capture in `folder`. A log that ends mid-line (the writer was killed) is read up to there and the
 * cut is stated in `damage`; anything else malformed throws {@link CaptureDamaged}.
 */
export function readCapture(folder: string): SessionCapture {
  const text = readFileSync(join(folder, EVENTS_FILE), "utf8");
  const lines = text.split("\n");
  const damage: string[] = [];
  const tail = lines.pop();
  if (tail) damage.push(`the event log ends in the middle of a line (${tail.length} characters dropped)`);
  const places = new Map<Digest, { offset: number; sizeBytes: number }>();
  const events: CaptureEvent[] = [];
  for (const [index, line] of lines.entries()) {
    const event = parseEvent(line, `${folder}/${EVENTS_FILE}:${index + 1}`);
    if (event.kind === "blob") places.set(event.digest, event);
    events.push(event);
  }
  const start = events.find((event) => event.kind === "session-start");
  if (!start) throw new CaptureDamaged(`${folder}/${EVENTS_FILE} has no session-start event`);
  if (!events.some((event) => event.kind === "session-end")) damage.push("the session never reached its end");
  const fd = openSync(join(folder, BLOBS_FILE), "r");
  const packBytes = statSync(join(folder, BLOBS_FILE)).size;
  return {
    session: start.session,
    start,
    events,
    damage,
    digests: () => places.keys(),
    blob(digest) {
      const found = places.get(digest);
      if (!found) throw new CaptureDamaged(`blob ${digest} is named but not in ${folder}/${BLOBS_FILE}`);
      if (found.offset + found.sizeBytes > packBytes)
        throw new CaptureDamaged(`blob ${digest} lies past the end of ${folder}/${BLOBS_FILE}`);
      const bytes = new Uint8Array(found.sizeBytes);
      readSync(fd, bytes, 0, found.sizeBytes, found.offset);
      if (digestOf(bytes) !== digest) throw new CaptureDamaged(`blob ${digest} in ${folder} was changed`);
      return bytes;
    },
    [Symbol.dispose]() {
      closeSync(fd);
    },
  };
}

function parseEvent(line: string, where: string): CaptureEvent {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new CaptureDamaged(`${where} is not JSON`);
  }
  const parsed = captureEventSchema.safeParse(value);
  if (!parsed.success)
    throw new CaptureDamaged(`${where} is not an event: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}
