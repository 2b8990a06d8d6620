import { Parser, type ReadEntry } from "tar";
import { UsageError } from "../model/errors.ts";
import { createMeter, type UNPACK_LIMITS } from "./unpack-limits.ts";

const CHUNK_BYTES = 64 << 10;

/**
 * Reads a tarball through without writing anything, so that a bomb is noticed before the installer unpacks it.
 * The installer itself (pacote) leaves out links and devices and strips the first folder of each path.
 *
 * @throws UsageError past a limit, or when it is no tarball.
 */
export async function checkTarball(tarball: Uint8Array, limits?: typeof UNPACK_LIMITS): Promise<void> {
  const meter = createMeter("The tarball", tarball.length, limits);
  const failure: { error?: unknown; entries: number } = { entries: 0 };
  const parser = new Parser({
    onReadEntry(entry: ReadEntry) {
      failure.entries++;
      try {
        meter.entry();
        meter.bytes(entry.size);
      } catch (error) {
        failure.error ??= error;
      }
      entry.resume();
    },
  });
  parser.on("error", (error: unknown) => (failure.error ??= error));
  const ended = new Promise<void>((resolve) => parser.on("end", resolve).on("error", () => resolve()));
  for (let at = 0; at < tarball.length && failure.error === undefined; at += CHUNK_BYTES) {
    parser.write(Buffer.from(tarball.subarray(at, at + CHUNK_BYTES)));
    // Let the parser work off what it has, so that a bomb is stopped by its sizes and not by our memory.
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (failure.error === undefined) {
    parser.end();
    await ended;
  }
  if (failure.error instanceof UsageError) throw failure.error;
  if (failure.error !== undefined || failure.entries === 0)
    throw new UsageError("The tarball is damaged or holds nothing; fetch it again.");
}
