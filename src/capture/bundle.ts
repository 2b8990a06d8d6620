import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, readFile, readdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { UsageError } from "../model/errors.ts";
import { readCapture, type SessionCapture } from "./reader.ts";

/**
 * A bundle is a folder: `audit.json`, `report.html`, exports, and `capture/` with one folder per session,
 * `request.json` (what was asked for) and, once sealed, `manifest.json` at the top with the digest of every file.
 */
const requestSchema = z.object({
  schemaVersion: z.literal(1),
  /** The Plainwire that recorded. */
  plainwireVersion: z.string(),
  configuration: z.record(z.string(), z.unknown()),
  /** Every default that was changed, in words. */
  deviations: z.array(z.string()),
  /** Session ids in the order in which they were planned. */
  sessions: z.array(z.string()),
});
export type BundleRequest = z.infer<typeof requestSchema>;

const CAPTURE = "capture";
const REQUEST = join(CAPTURE, "request.json");
const MANIFEST = "manifest.json";

export function captureFolder(bundle: string, session: string): string {
  return join(bundle, CAPTURE, session);
}

export async function writeRequest(bundle: string, request: BundleRequest): Promise<void> {
  await mkdir(join(bundle, CAPTURE), { recursive: true });
  await writeWhole(join(bundle, REQUEST), `${JSON.stringify(request, null, 2)}\n`);
}

export interface Bundle extends Disposable {
  request: BundleRequest;
  sessions: SessionCapture[];
  /** Planned sessions of which nothing can be read. */
  missing: string[];
}

/**
 * Opens the stored captures of a bundle, in planned order.
 * @throws UsageError when `folder` is no bundle; CaptureDamaged when a capture contradicts itself.
 */
export async function readBundle(folder: string): Promise<Bundle> {
  const request = await readRequest(folder);
  const sessions: SessionCapture[] = [];
  const missing: string[] = [];
  const present = new Set(await readdir(join(folder, CAPTURE)));
  for (const session of request.sessions) {
    if (present.has(session)) sessions.push(readCapture(captureFolder(folder, session)));
    else missing.push(session);
  }
  return {
    request,
    sessions,
    missing,
    [Symbol.dispose]() {
      for (const session of sessions) session[Symbol.dispose]();
    },
  };
}

async function readRequest(folder: string): Promise<BundleRequest> {
  let text: string;
  try {
    text = await readFile(join(folder, REQUEST), "utf8");
  } catch {
    throw new UsageError(
      `${folder} is not a bundle: it has no ${REQUEST}. Name a folder that \`plainwire audit\` wrote.`,
    );
  }
  const parsed = requestSchema.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new UsageError(
      `${join(folder, REQUEST)} is not of a kind this version reads: ${parsed.error.issues[0]?.message}`,
    );
  return parsed.data;
}

/** Writes a file so that a reader sees the old one or the new one, never half of it. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const partial = `${path}.partial`;
  try {
    await writeFile(partial, content);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

/** Writes `manifest.json`: the SHA-256 of every other file of the bundle, by relative path. */
export async function sealBundle(folder: string): Promise<void> {
  await writeWhole(join(folder, MANIFEST), `${JSON.stringify({ files: await digests(folder) }, null, 2)}\n`);
}

/** What differs from the manifest, one sentence each; empty when every byte is as sealed. */
export async function verifyBundle(folder: string): Promise<string[]> {
  let sealed: Record<string, string>;
  try {
    const manifest = z.object({ files: z.record(z.string(), z.string()) });
    sealed = manifest.parse(JSON.parse(await readFile(join(folder, MANIFEST), "utf8"))).files;
  } catch {
    throw new UsageError(`${folder} has no readable ${MANIFEST}: it was never sealed, or is not a bundle.`);
  }
  const found = await digests(folder);
  const problems: string[] = [];
  for (const [path, digest] of Object.entries(sealed)) {
    if (found[path] === undefined) problems.push(`${path} is missing`);
    else if (found[path] !== digest) problems.push(`${path} was changed`);
  }
  for (const path of Object.keys(found)) if (sealed[path] === undefined) problems.push(`${path} was added`);
  return problems;
}

async function digests(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path !== join(folder, MANIFEST))
    .sort();
  const result: Record<string, string> = {};
  for (const path of paths) {
    const sha256 = createHash("sha256");
    await pipeline(createReadStream(path), sha256);
    result[relative(folder, path)] = `sha256:${sha256.digest("hex")}`;
  }
  return result;
}

/**
 * Makes the folder a bundle will live in.
 * @throws UsageError when it cannot be written, or already holds something and `resume` is off.
 */
export async function openBundleFolder(folder: string, resume: boolean): Promise<void> {
  const existed = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw new UsageError(
      `${folder} cannot be used for the bundle (${error.code}): name another folder with --out.`,
    );
  });
  if (existed && existed.length > 0 && !resume)
    throw new UsageError(
      `${folder} is not empty: name another folder with --out, or go on with it by --resume.`,
    );
  try {
    await mkdir(join(folder, CAPTURE), { recursive: true });
  } catch (error) {
    throw new UsageError(
      `${dirname(folder)} cannot be written (${(error as NodeJS.ErrnoException).code}): name another folder with --out.`,
    );
  }
}
