import { mkdir, open, realpath, symlink, type FileHandle } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { UsageError } from "../model/errors.ts";

/** What an archive may at most unpack to. Far above any real tool, far below what hurts a disk. */
export const UNPACK_LIMITS = { entries: 200_000, totalBytes: 4 * 2 ** 30, ratio: 200 };

/** Counts what an archive unpacks to and stops it in time. @throws UsageError past a limit. */
export function createMeter(archive: string, packedBytes: number, limits = UNPACK_LIMITS) {
  const counted = { entries: 0, totalBytes: 0 };
  // A few kilobytes of one letter compress better than any honest tool does as a whole.
  const allowedBytes = Math.min(limits.totalBytes, Math.max(64 << 20, packedBytes * limits.ratio));
  return {
    archive,
    entry() {
      if (++counted.entries > limits.entries)
        throw new UsageError(`${archive} holds more than ${limits.entries} entries; it is not unpacked.`);
    },
    bytes(count: number) {
      counted.totalBytes += count;
      if (counted.totalBytes > allowedBytes)
        throw new UsageError(`${archive} unpacks to more than ${allowedBytes} bytes; it is not unpacked.`);
    },
  };
}
export type Meter = ReturnType<typeof createMeter>;

/**
 * The path of an archive's entry, made relative and safe. @throws UsageError for one that would leave the
 * folder (`..`, absolute, drive letters), or that no ordinary file is called (empty parts, NUL, backslashes).
 */
export function safePath(archive: string, name: string): string {
  const parts = name.split("/");
  const odd = parts.some(
    (part) => part === "" || part === "." || part === ".." || Buffer.byteLength(part) > 255,
  );
  if (odd || /[\0\\]|^[a-z]:/i.test(name) || name.length > 4096)
    throw new UsageError(
      `${archive} holds an entry with the unsafe name ${JSON.stringify(name.slice(0, 200))}.`,
    );
  return name;
}

/**
 * The text of a link at `path`, if it stays inside the folder. `..` is allowed at its beginning only: after the
 * name of another link it would count from wherever that one leads.
 */
function safeLink(archive: string, path: string, text: string): string {
  const leads = posix.normalize(posix.join(posix.dirname(path), text));
  const climbsLate = /(^|\/)(?!\.\.?\/)[^/]+\/(.*\/)?\.\.(\/|$)/.test(text);
  if (text === "" || posix.isAbsolute(text) || climbsLate || leads === ".." || leads.startsWith("../"))
    throw new UsageError(`${archive} holds a link that leads out of it: ${JSON.stringify(path)}.`);
  return text;
}

/** Writes one file of an archive. It must not exist yet, so no earlier link can redirect it. */
export async function writeEntry(
  folder: string,
  path: string,
  executable: boolean,
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  meter: Meter,
): Promise<void> {
  await using file = await createFile(join(folder, path), executable ? 0o755 : 0o644).catch((error) => {
    if (!CLASHES.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    throw new UsageError(`${meter.archive} holds two entries that cannot both be: ${JSON.stringify(path)}.`);
  });
  for await (const chunk of content) {
    meter.bytes(chunk.length);
    await file.write(chunk);
  }
}

/** The same path twice, or a file where a folder is needed. */
const CLASHES = new Set(["EEXIST", "ENOTDIR", "EISDIR", "ENOENT", "ELOOP"]);

async function createFile(path: string, mode: number): Promise<FileHandle> {
  await mkdir(dirname(path), { recursive: true });
  return open(path, "wx", mode);
}

/** Links are made last, when no file is written any more, and none below another: nothing is written through one. */
export async function writeLinks(
  archive: string,
  folder: string,
  links: readonly { path: string; text: string }[],
): Promise<void> {
  const root = await realpath(folder);
  for (const { path, text } of links) {
    const place = join(root, path);
    const misplaced = new UsageError(
      `${archive} holds a link that cannot be where it says: ${JSON.stringify(path)}.`,
    );
    const orMisplaced = (error: NodeJS.ErrnoException): never => {
      throw CLASHES.has(error.code ?? "") ? misplaced : error;
    };
    await mkdir(dirname(place), { recursive: true }).catch(orMisplaced);
    if ((await realpath(dirname(place))) !== dirname(place)) throw misplaced;
    await symlink(safeLink(archive, path, text), place).catch(orMisplaced);
  }
}
