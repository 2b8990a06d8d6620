/**
 * The capture: one folder per session with an append-only event log (`events.ndjson`) and a pack file of
 * content-addressed blobs (`blobs.bin`). A *digest* names a blob; a `blob` event says where in the pack it
 * lies. Everything the still side ever knows about a session is in these two files.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, writevSync } from "node:fs";
import { join } from "node:path";
import type { Digest, EventInput, EventKind, Recorder } from "../model/event.ts";
import type { Phase } from "../model/vocabulary.ts";
import { digestOf } from "./digest.ts";

export const EVENTS_FILE = "events.ndjson";
export const BLOBS_FILE = "blobs.bin";

export interface CaptureWriter extends Recorder, Disposable {
  /** Hands everything buffered to the operating system: from here on it survives `kill -9` of this process. */
  flush(): void;
  /** How many events of this kind were appended so far. */
  count(kind: EventKind): number;
  /** Flushes, syncs to disk and closes. Appending afterwards throws. */
  close(): void;
}

/** Writes past this many buffered bytes happen at once instead of at the end of the turn. */
const FLUSH_AT_BYTES = 4 << 20;

/**
 * Starts a new capture in `folder` (created; must not hold one yet).
 *
 * Writes are batched per turn of the event loop and go blobs first, so that no event in the file names a blob
 * that is not. They are synchronous: a process killed in any later turn loses nothing.
 *
 * @throws what `node:fs` throws when the folder cannot be written.
 */
export function createCapture(folder: string, options: { startedAtMs?: number } = {}): CaptureWriter {
  mkdirSync(folder, { recursive: true });
  const eventsFd = openSync(join(folder, EVENTS_FILE), "wx", 0o644);
  const blobsFd = openSync(join(folder, BLOBS_FILE), "wx", 0o644);
  const startedAtMs = options.startedAtMs ?? performance.now();
  const known = new Map<Digest, number>();
  const counts = new Map<EventKind, number>();
  let events: string[] = [];
  let blobs: Uint8Array[] = [];
  let bufferedBytes = 0;
  let storedBytes = 0;
  let ordinal = 0;
  let phase: Phase = "startup";
  let scheduled: NodeJS.Immediate | undefined;
  let closed = false;

  function flush(): void {
    if (scheduled) clearImmediate(scheduled);
    scheduled = undefined;
    if (blobs.length > 0) writeAll(blobsFd, blobs);
    if (events.length > 0) writeAll(eventsFd, [Buffer.from(events.join(""))]);
    blobs = [];
    events = [];
    bufferedBytes = 0;
  }

  function schedule(bytes: number): void {
    bufferedBytes += bytes;
    if (bufferedBytes >= FLUSH_AT_BYTES) flush();
    else scheduled ??= setImmediate(flush);
  }

  function append(event: EventInput): void {
    if (closed) throw new Error(`capture in ${folder} is closed`);
    const { kind, ...body } = event;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const atMs = Math.round((performance.now() - startedAtMs) * 100) / 100;
    const line = `${JSON.stringify({ n: ordinal++, atMs, during: phase, kind, ...body })}\n`;
    events.push(line);
    schedule(line.length);
  }

  return {
    blob(bytes) {
      const digest = digestOf(bytes);
      if (!known.has(digest)) {
        const offset = storedBytes;
        known.set(digest, offset);
        // The caller may reuse its buffer before the turn ends.
        blobs.push(Uint8Array.from(bytes));
        storedBytes += bytes.length;
        append({ kind: "blob", digest, offset, sizeBytes: bytes.length });
        schedule(bytes.length);
      }
      return digest;
    },
    append,
    enterPhase(next) {
      phase = next;
    },
    get phase() {
      return phase;
    },
    nowMs: () => performance.now() - startedAtMs,
    get storedBytes() {
      return storedBytes;
    },
    count: (kind) => counts.get(kind) ?? 0,
    flush,
    close() {
      if (closed) return;
      flush();
      closed = true;
      for (const fd of [blobsFd, eventsFd]) {
        fsyncSync(fd);
        closeSync(fd);
      }
    },
    [Symbol.dispose]() {
      this.close();
    },
  };
}

/** `writev` may write less than asked (a full disk throws, a huge batch is cut): go on where it stopped. */
function writeAll(fd: number, buffers: Uint8Array[]): void {
  const MAX_VECTORS = 1024;
  let pending = buffers;
  while (pending.length > 0) {
    let written = writevSync(fd, pending.slice(0, MAX_VECTORS));
    let done = 0;
    for (; done < pending.length && written >= pending[done]!.length; done++)
      written -= pending[done]!.length;
    pending = pending.slice(done);
    if (written > 0) pending[0] = pending[0]!.subarray(written);
    else if (done === 0 && pending.length > 0 && pending[0]!.length > 0)
      throw new Error("write made no progress");
  }
}
