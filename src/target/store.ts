import {
  chmod,
  lchown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../model/errors.ts";
import type { Target } from "../model/target.ts";
import { listTree, sha256, statTree, type ListedFile } from "./tree-listing.ts";

/** Below the scratch folder: what npm downloads, of no use once it is unpacked. */
export const DOWNLOADS_FOLDER = "npm-cache";

/** What is known of a release besides where it lies and what the user called it. */
export type Release = Omit<Target, "spec" | "folder" | "profile">;

/** A release in the store: `tree/` is what gets mounted, and it is read-only. */
export interface StoredRelease {
  release: Release;
  folder: string;
}

/** The cache of fetched releases, shared by all Plainwire processes of a user. */
export interface Store {
  /** Builds into an empty folder, seals it and moves it into place; nothing is left of it when `build` throws. */
  keep(build: (scratch: string) => Promise<{ key: string; release: Release }>): Promise<StoredRelease>;
  /** The release under `key`, checked against its list of files; one that was changed is thrown away. */
  find(key: string): Promise<StoredRelease | undefined>;
  /** The key that a name such as `npm/tool@1.2.3` was remembered for. */
  lookUp(name: string): Promise<string | undefined>;
  remember(name: string, key: string): Promise<void>;
}

/** `$PLAINWIRE_CACHE`, else `$XDG_CACHE_HOME/plainwire`, else `~/.cache/plainwire`. */
export function defaultCacheFolder(env: NodeJS.ProcessEnv): string {
  return env["PLAINWIRE_CACHE"] || join(env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "plainwire");
}

/**
 * Opens the store in `folder`, which is made when missing:
 *
 *     scratch/<process>-XXXXXX/   a release being built; rubbish once its process is gone
 *     releases/<key>/             tree/, release.json, files.json, tree.json; complete, since renamed into place
 *     names/<name>                the key of a release
 *
 * @throws UsageError when it cannot be written.
 */
export async function openStore(folder: string): Promise<Store> {
  const scratchRoot = join(folder, "scratch");
  const releases = join(folder, "releases");
  const nameFile = (name: string): string => join(folder, "names", fileNameFor(name));
  try {
    for (const each of [scratchRoot, releases, join(folder, "names")]) await mkdir(each, { recursive: true });
    await sweep(scratchRoot);
    await rm(await mkdtemp(join(scratchRoot, `${process.pid}-`)), { recursive: true });
  } catch (error) {
    throw new UsageError(
      `The cache folder ${folder} cannot be written (${codeOf(error)}); set PLAINWIRE_CACHE to one that can.`,
    );
  }

  async function find(key: string): Promise<StoredRelease | undefined> {
    const place = join(releases, key);
    if (!(await lstat(place).catch(() => undefined))) return undefined;
    const found = await readRelease(place);
    if (found) return found;
    const rubbish = await mkdtemp(join(scratchRoot, `${process.pid}-`));
    // Moving a folder that is read-only to a new parent is refused, so it is made writable first.
    await chmod(place, 0o755);
    await rename(place, join(rubbish, "damaged")).catch(ignoreMissing);
    await removeSealed(rubbish);
    return undefined;
  }

  return {
    find,
    async keep(build) {
      const scratch = await mkdtemp(join(scratchRoot, `${process.pid}-`));
      try {
        const { key, release } = await build(scratch);
        await seal(scratch, release);
        return (await moveIntoPlace(scratch, join(releases, key))) ?? (await found(find, key));
      } finally {
        await removeSealed(scratch);
      }
    },
    async lookUp(name) {
      return readFile(nameFile(name), "utf8").catch(ignoreMissing);
    },
    async remember(name, key) {
      const draft = await mkdtemp(join(scratchRoot, `${process.pid}-`));
      await writeFile(join(draft, "name"), key);
      await rename(join(draft, "name"), nameFile(name));
      await rm(draft, { recursive: true });
    },
  };
}

/** Readable where that is short enough for a file's name. */
function fileNameFor(name: string): string {
  const encoded = encodeURIComponent(name);
  return encoded.length <= 200 ? encoded : sha256(name).replace(":", "-");
}

async function found(find: Store["find"], key: string): Promise<StoredRelease> {
  const release = await find(key);
  if (!release) throw new Error(`release ${key} was put in the store by another process and is not whole`);
  return release;
}

/** Undefined when another process was faster. */
async function moveIntoPlace(scratch: string, place: string): Promise<StoredRelease | undefined> {
  try {
    await rename(scratch, place);
  } catch (error) {
    if (["EEXIST", "ENOTEMPTY"].includes(codeOf(error))) return undefined;
    throw error;
  }
  await chmod(place, 0o555);
  return readRelease(place);
}

/** Writes what a later process checks the tree against, then takes away every right to write. */
async function seal(scratch: string, release: Release): Promise<void> {
  await rm(join(scratch, DOWNLOADS_FOLDER), { recursive: true, force: true });
  const tree = join(scratch, "tree");
  const asRoot = process.getuid?.() === 0;
  for (const folder of await foldersBelow(tree)) {
    await chmod(folder, 0o555);
    if (asRoot) await lchown(folder, 0, 0);
  }
  for (const file of await statTree(tree)) {
    const path = join(tree, file.path);
    if (file.mode !== "120000") await chmod(path, file.mode === "100755" ? 0o555 : 0o444);
    // Tarballs may name an owner; in the store everything is ours.
    if (asRoot) await lchown(path, 0, 0);
  }
  await writeFile(join(scratch, "files.json"), JSON.stringify(await listTree(tree)), { mode: 0o444 });
  await writeFile(join(scratch, "release.json"), JSON.stringify(release, null, 2), { mode: 0o444 });
}

/** Cheap check: the same paths, modes, sizes and modification times as when it was sealed. */
async function readRelease(place: string): Promise<StoredRelease | undefined> {
  try {
    const release = JSON.parse(await readFile(join(place, "release.json"), "utf8")) as Release;
    const expected = JSON.parse(await readFile(join(place, "files.json"), "utf8")) as ListedFile[];
    const actual = await statTree(join(place, "tree"));
    const facts = (files: Omit<ListedFile, "digest">[]): string =>
      JSON.stringify(files.map(({ path, mode, sizeBytes, mtimeMs }) => [path, mode, sizeBytes, mtimeMs]));
    return facts(expected) === facts(actual) ? { release, folder: join(place, "tree") } : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

const ABANDONED_AFTER_MS = 60 * 60_000;

/** Removes what killed processes left: their number is free and nothing was written there for an hour. */
async function sweep(scratchRoot: string): Promise<void> {
  for (const name of await readdir(scratchRoot)) {
    const path = join(scratchRoot, name);
    const touched = await stat(path).catch(ignoreMissing);
    if (!touched || isRunning(Number.parseInt(name, 10))) continue;
    if (Date.now() - touched.mtimeMs > ABANDONED_AFTER_MS) await removeSealed(path);
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** An ordinary user cannot delete from a folder that is read-only. */
async function removeSealed(folder: string): Promise<void> {
  if (!(await lstat(folder).catch(() => undefined))) return;
  for (const each of await foldersBelow(folder)) await chmod(each, 0o755);
  await rm(folder, { recursive: true, force: true });
}

async function foldersBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return [
    folder,
    ...entries.filter((entry) => entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name)),
  ];
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT") throw error;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
