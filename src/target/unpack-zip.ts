import { mkdir } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { openPromise, type Entry, type ZipFile } from "yauzl";
import { UsageError } from "../model/errors.ts";
import {
  createMeter,
  safePath,
  writeEntry,
  writeLinks,
  type Meter,
  type UNPACK_LIMITS,
} from "./unpack-limits.ts";

const LINK_TYPE = 0o120000;
const FILE_TYPE = 0o100000;

/**
 * Unpacks a zip (a `.vsix` is one) into `folder`. Encrypted entries, devices, unsafe names and links that lead
 * out of it are refused; sizes are counted as they are unpacked, whatever the archive declares.
 *
 * @throws UsageError when it is damaged, hostile or past a limit.
 */
export async function unpackZip(
  path: string,
  packedBytes: number,
  folder: string,
  limits?: typeof UNPACK_LIMITS,
): Promise<void> {
  const meter = createMeter(path, packedBytes, limits);
  await mkdir(folder, { recursive: true });
  try {
    const zip = await openPromise(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
    try {
      await unpackEntries(zip, path, folder, meter);
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof UsageError || (error as NodeJS.ErrnoException).syscall) throw error;
    throw new UsageError(`${path} cannot be unpacked: ${(error as Error).message}.`);
  }
}

async function unpackEntries(zip: ZipFile, path: string, folder: string, meter: Meter): Promise<void> {
  const links: { path: string; text: string }[] = [];
  for await (const entry of zip.eachEntry()) {
    meter.entry();
    const isFolder = entry.fileName.endsWith("/");
    const name = safePath(path, isFolder ? entry.fileName.slice(0, -1) : entry.fileName);
    if (isFolder) {
      await mkdir(join(folder, name), { recursive: true });
      continue;
    }
    const mode = unixMode(entry);
    const type = mode & 0o170000;
    if (entry.isEncrypted()) throw new UsageError(`${path} is encrypted.`);
    if (type !== 0 && type !== FILE_TYPE && type !== LINK_TYPE)
      throw new UsageError(`${path} holds an entry that is no file: ${JSON.stringify(name)}.`);
    const content = contentOf(zip, entry);
    if (type !== LINK_TYPE) await writeEntry(folder, name, (mode & 0o111) !== 0, content, meter);
    else if (entry.uncompressedSize > 4096) throw new UsageError(`${path} holds an endless link ${name}.`);
    else links.push({ path: name, text: await text(content) });
  }
  await writeLinks(path, folder, links);
}

/** The stream is opened only when it is read: an error before that would have nobody to hear it. */
async function* contentOf(zip: ZipFile, entry: Entry): AsyncGenerator<Uint8Array> {
  yield* await zip.openReadStreamPromise(entry);
}

/** Upper half of the external attributes, when the archive was made on Unix (3). */
function unixMode(entry: Entry): number {
  return entry.versionMadeBy >> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0;
}
