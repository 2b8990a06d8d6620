import { createHash, hash } from "node:crypto";
import { createReadStream } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { UsageError } from "../model/errors.ts";

/** One file or link of a tree. `mode` is as git writes it, so that umask and owner do not matter. */
export interface ListedFile {
  path: string;
  mode: "100644" | "100755" | "120000";
  sizeBytes: number;
  mtimeMs: number;
  /** `sha256:…` of the content, or of a link's text. */
  digest: string;
}

/** Tells which paths to leave out. */
type Skip = (path: string) => boolean;
type Stated = Omit<ListedFile, "digest">;

const MAX_FILES = 400_000;

/** Every file and link below `folder`, sorted by path (code points), without content. Sockets, devices and pipes are refused. */
export async function statTree(folder: string, skip: Skip = () => false): Promise<Stated[]> {
  const found: Stated[] = [];
  const pending = [""];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const entry of await readdir(join(folder, at), { withFileTypes: true })) {
      const path = at ? `${at}/${entry.name}` : entry.name;
      if (skip(path)) continue;
      if (entry.isDirectory()) pending.push(path);
      else found.push(await stateOf(folder, path));
      if (found.length > MAX_FILES) throw new UsageError(`${folder} holds more than ${MAX_FILES} files.`);
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** As {@link statTree}, with the digest of each file. */
export async function listTree(folder: string, skip?: Skip): Promise<ListedFile[]> {
  const listed: ListedFile[] = [];
  for (const file of await statTree(folder, skip)) {
    const path = join(folder, file.path);
    const digest = file.mode === "120000" ? sha256(await readlink(path)) : await digestFile(path);
    listed.push({ ...file, digest });
  }
  return listed;
}

/** `sha256:…` of the sorted (path, mode, digest) list: one line each, parted by NUL, which no path can hold. */
export function listingDigest(files: readonly ListedFile[]): string {
  return sha256(files.map(({ path, mode, digest }) => `${path}\0${mode}\0${digest}\n`).join(""));
}

export function sha256(bytes: Uint8Array | string): string {
  return `sha256:${hash("sha256", bytes, "hex")}`;
}

export async function digestFile(path: string): Promise<string> {
  const hashing = createHash("sha256");
  await pipeline(createReadStream(path), hashing);
  return `sha256:${hashing.digest("hex")}`;
}

async function stateOf(folder: string, path: string): Promise<Stated> {
  const stat = await lstat(join(folder, path));
  if (!stat.isFile() && !stat.isSymbolicLink())
    throw new UsageError(`${join(folder, path)} is neither a file nor a link; remove it from the target.`);
  const mode = stat.isSymbolicLink() ? "120000" : stat.mode & 0o111 ? "100755" : "100644";
  return { path, mode, sizeBytes: stat.size, mtimeMs: stat.mtimeMs };
}
