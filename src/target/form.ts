import { open, readdir, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { TargetForm } from "../model/target.ts";

/** What a single file is by its content: a program form, or a container that wants unpacking. */
export type FileForm = Exclude<TargetForm, "package" | "command"> | "script" | "zip" | "gzip" | "asar";

/** A script this large carries its whole program; a smaller one leans on the files beside it. */
const BUNDLE_FROM_BYTES = 512 << 10;
const BUN_TRAILER = Buffer.from("\n---- Bun! ----\n");
/** Node's fuse for single executable applications; the digit after it is 1 once an application was put in. */
const SEA_FUSE = Buffer.from("NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1");

/** Tells what a file is from its bytes; its name plays no part, except that JavaScript has no magic number. */
export async function detectForm(path: string): Promise<FileForm> {
  await using file = await open(path);
  const sizeBytes = (await file.stat()).size;
  const head = await readAt(file, 0, 64 << 10);
  if (startsWith(head, "7f454c46")) return await executableForm(file, sizeBytes);
  if (startsWith(head, "504b0304") || startsWith(head, "504b0506")) return "zip";
  if (startsWith(head, "1f8b")) return "gzip";
  if (isAsar(head)) return "asar";
  if (head.includes(0)) return "file";
  if (!isJavaScript(path, head)) return head.subarray(0, 2).toString() === "#!" ? "script" : "file";
  return sizeBytes >= BUNDLE_FROM_BYTES ? "js-bundle" : "script";
}

/** The largest ELF file below `folder` and what it is; undefined when there is none. */
export async function largestExecutable(folder: string): Promise<TargetForm | undefined> {
  let largest: { path: string; sizeBytes: number } | undefined;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    await using file = await open(path);
    const sizeBytes = (await file.stat()).size;
    if (sizeBytes <= (largest?.sizeBytes ?? 0)) continue;
    if (startsWith(await readAt(file, 0, 4), "7f454c46")) largest = { path, sizeBytes };
  }
  return largest ? ((await detectForm(largest.path)) as TargetForm) : undefined;
}

/** Four little-endian words before the JSON header: 4, size of what follows, size of the string pickle, string length. */
function isAsar(head: Buffer): boolean {
  if (head.length < 17 || head.readUInt32LE(0) !== 4) return false;
  return head.readUInt32LE(12) <= head.readUInt32LE(8) && head.subarray(16, 26).toString() === '{"files":{';
}

function isJavaScript(path: string, head: Buffer): boolean {
  const text = head.subarray(0, 200).toString();
  return text.startsWith("#!") ? /^#!.*\b(node|bun|deno)\b/.test(text) : /\.[cm]?js$/.test(path);
}

async function executableForm(file: FileHandle, sizeBytes: number): Promise<FileForm> {
  for await (const at of findBackwards(file, sizeBytes, BUN_TRAILER))
    if (await isBunTrailer(file, at)) return "bun-executable";
  for await (const _ of findBackwards(file, sizeBytes, SEA_FUSE)) return "node-sea";
  return "elf";
}

/**
 * Bun's own runtime holds the trailer's text too, so the record before it has to make sense: u64 byte count,
 * then offset and length of the module table, which must lie inside those bytes.
 */
async function isBunTrailer(file: FileHandle, at: number): Promise<boolean> {
  if (at < 32) return false;
  const record = await readAt(file, at - 32, 32);
  const byteCount = record.readBigUInt64LE(0);
  const tableOffset = record.readUInt32LE(8);
  const tableLength = record.readUInt32LE(12);
  return (
    byteCount > 0n &&
    byteCount <= BigInt(at) &&
    tableLength > 0 &&
    BigInt(tableOffset + tableLength) <= byteCount
  );
}

const WINDOW_BYTES = 8 << 20;

/** Positions of `needle`, last one first, with a bounded window in memory. */
async function* findBackwards(file: FileHandle, sizeBytes: number, needle: Buffer): AsyncGenerator<number> {
  for (let end = sizeBytes; end > 0;) {
    const start = Math.max(0, end - WINDOW_BYTES);
    const window = await readAt(file, start, end - start + needle.length - 1);
    for (let at = window.lastIndexOf(needle); at >= 0; at = at > 0 ? window.lastIndexOf(needle, at - 1) : -1)
      yield start + at;
    end = start;
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function startsWith(head: Buffer, hex: string): boolean {
  return head.subarray(0, hex.length / 2).toString("hex") === hex;
}
