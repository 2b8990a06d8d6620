import { hash } from "node:crypto";
import { mkdir, open, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UsageError } from "../model/errors.ts";
import { createMeter, safePath, writeEntry, writeLinks, type Meter } from "./unpack-limits.ts";

/**
 * An Electron archive: four little-endian words (4, bytes of header, bytes of pickle, length of JSON), the JSON
 * tree of files, then their bytes one after another. Source: the format section of electron/asar's README.
 */
const MAX_HEADER_BYTES = 64 << 20;
const MAX_DEPTH = 64;
const READ_BYTES = 1 << 20;

const leafSchema = z.object({
  size: z.int().min(0),
  offset: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional(),
  executable: z.boolean().optional(),
  /** Its bytes lie beside the archive, in `<archive>.unpacked/`. */
  unpacked: z.boolean().optional(),
  integrity: z.object({ algorithm: z.string(), hash: z.string() }).optional(),
});
const folderSchema = z.object({ files: z.record(z.string(), z.unknown()) });
const linkSchema = z.object({ link: z.string() });

type Leaf = z.infer<typeof leafSchema>;
interface Contents {
  files: { path: string; leaf: Leaf }[];
  links: { path: string; text: string }[];
}

/** Unpacks into `folder`; content hashes are checked where the archive has them. @throws UsageError as for a zip. */
export async function unpackAsar(path: string, folder: string): Promise<void> {
  await using file = await open(path);
  const sizeBytes = (await file.stat()).size;
  const meter = createMeter(path, sizeBytes);
  const { header, bodyAt } = await readHeader(file, path, sizeBytes);
  const contents: Contents = { files: [], links: [] };
  collect(path, header, "", 0, contents, meter);
  await mkdir(folder, { recursive: true });
  for (const entry of contents.files) {
    const { leaf } = entry;
    if (leaf.unpacked) {
      await using beside = await openBeside(path, entry.path);
      await writeEntry(folder, entry.path, leaf.executable ?? false, slices(beside, 0, leaf.size), meter);
      continue;
    }
    const start = bodyAt + Number(leaf.offset ?? Number.NaN);
    if (!(start + leaf.size <= sizeBytes)) throw damaged(path, `${entry.path} lies past its end`);
    await checkIntegrity(file, path, entry, start);
    await writeEntry(folder, entry.path, leaf.executable ?? false, slices(file, start, leaf.size), meter);
  }
  await writeLinks(path, folder, contents.links);
}

async function readHeader(
  file: FileHandle,
  path: string,
  sizeBytes: number,
): Promise<{ header: unknown; bodyAt: number }> {
  const words = Buffer.alloc(16);
  await file.read(words, 0, 16, 0);
  const headerBytes = words.readUInt32LE(4);
  const jsonBytes = words.readUInt32LE(12);
  if (jsonBytes > headerBytes || headerBytes > MAX_HEADER_BYTES || 8 + headerBytes > sizeBytes)
    throw damaged(path, "its header does not fit");
  const json = Buffer.alloc(jsonBytes);
  await file.read(json, 0, jsonBytes, 16);
  try {
    return { header: JSON.parse(json.toString("utf8")), bodyAt: 8 + headerBytes };
  } catch {
    throw damaged(path, "its header is no JSON");
  }
}

function collect(
  archive: string,
  node: unknown,
  at: string,
  depth: number,
  found: Contents,
  meter: Meter,
): void {
  if (depth > MAX_DEPTH) throw damaged(archive, "its folders are nested too deep");
  const folder = folderSchema.safeParse(node);
  if (!folder.success) throw damaged(archive, `${at || "its root"} is no folder`);
  for (const [name, child] of Object.entries(folder.data.files)) {
    meter.entry();
    if (name.includes("/")) throw damaged(archive, `a file is called ${JSON.stringify(name)}`);
    const path = safePath(archive, at ? `${at}/${name}` : name);
    const link = linkSchema.safeParse(child);
    const leaf = leafSchema.safeParse(child);
    // In this format a link's text counts from the archive's root.
    if (link.success) found.links.push({ path, text: "../".repeat(depth) + link.data.link });
    else if (leaf.success) found.files.push({ path, leaf: leaf.data });
    else collect(archive, child, path, depth + 1, found, meter);
  }
}

async function openBeside(archive: string, path: string): Promise<FileHandle> {
  return open(join(`${archive}.unpacked`, path)).catch(() => {
    throw new UsageError(`${archive} keeps ${path} beside it, but ${archive}.unpacked/ does not hold it.`);
  });
}

async function checkIntegrity(
  file: FileHandle,
  archive: string,
  entry: Contents["files"][number],
  start: number,
): Promise<void> {
  const { integrity, size } = entry.leaf;
  if (integrity?.algorithm !== "SHA256") return;
  const bytes = Buffer.alloc(size);
  await file.read(bytes, 0, size, start);
  if (hash("sha256", bytes, "hex") !== integrity.hash.toLowerCase())
    throw damaged(archive, `${entry.path} is not what its checksum says`);
}

async function* slices(file: FileHandle, start: number, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < length; at += READ_BYTES) {
    const { buffer, bytesRead } = await file.read(
      Buffer.alloc(Math.min(READ_BYTES, length - at)),
      0,
      undefined,
      start + at,
    );
    yield buffer.subarray(0, bytesRead);
  }
}

function damaged(archive: string, what: string): UsageError {
  return new UsageError(`${archive} is damaged: ${what}.`);
}
