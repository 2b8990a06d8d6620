/** A body or stream as far as it is kept: the first `boundBytes`, the rest only counted. */
export interface KeptBytes {
  add(chunk: Uint8Array): void;
  /** The kept bytes in one piece. */
  bytes(): Uint8Array;
  /** All that was added, kept or not. */
  readonly totalBytes: number;
  readonly droppedBytes: number;
}

const NOTHING = new Uint8Array(0);

/** The chunks are not copied: they must not change before `bytes()` is last used. */
export function keepBytes(boundBytes: number): KeptBytes {
  let chunks: Uint8Array[] | undefined;
  let joined: Uint8Array = NOTHING;
  let kept = 0;
  let total = 0;
  return {
    add(chunk) {
      total += chunk.length;
      const room = boundBytes - kept;
      if (room <= 0 || chunk.length === 0) return;
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk;
      if (kept === 0) joined = part;
      else (chunks ??= [joined]).push(part);
      kept += part.length;
    },
    bytes() {
      if (chunks) joined = Buffer.concat(chunks);
      chunks = undefined;
      return joined;
    },
    get totalBytes() {
      return total;
    },
    get droppedBytes() {
      return total - kept;
    },
  };
}
