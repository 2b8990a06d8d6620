import type { Unpacked } from "./walk.ts";

/** A decompressor of `node:zlib` called with `info: true`: its engine knows how much of the input it consumed. */
type Inflate = (finishFlush: number) => unknown;

interface Inflated {
  buffer: Buffer;
  engine: { bytesWritten: number };
}

/**
 * Runs a decompressor that bounds its own output, so that a bomb costs its allowance and no more. Damage is data:
 * cut-off input gives what could be read and a problem, bytes behind the end of the stream are pointed out, too
 * much output gives none.
 */
export function unpack(
  bytes: Uint8Array,
  inflate: Inflate,
  flush: { whole: number; partial: number },
): Unpacked {
  try {
    const { buffer, engine } = inflate(flush.whole) as Inflated;
    const unread = engine.bytesWritten;
    if (unread >= bytes.length) return { bytes: buffer };
    return { bytes: buffer, problem: `${bytes.length - unread} bytes after the end of the stream`, unread };
  } catch (error) {
    const problem = describe(error);
    if (problem !== ENDS_EARLY) return { bytes: NOTHING, problem, unread: 0 };
  }
  try {
    return { bytes: (inflate(flush.partial) as Inflated).buffer, problem: ENDS_EARLY };
  } catch (error) {
    return { bytes: NOTHING, problem: describe(error), unread: 0 };
  }
}

const ENDS_EARLY = "ends early";
const NOTHING = new Uint8Array();

function describe(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ERR_BUFFER_TOO_LARGE") return "expands beyond the limit";
  if (code === "Z_BUF_ERROR") return ENDS_EARLY;
  return error instanceof Error ? error.message : String(error);
}
