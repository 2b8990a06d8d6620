/**
 * The target: one exact *release* of a tool, on disk and not yet run. The user names it by a *spec*; what the
 * spec means is *fetched* (from the npm registry) or *taken* (a folder, tarball or file of this machine) into the
 * *store*, a cache in which a release is whole and read-only or not there at all. A *profile* is what is specific
 * to one tool, as data. Its *lifecycle* scripts are listed here and run only inside the lab.
 */
import { accessSync, constants, statSync } from "node:fs";
import { basename, delimiter, join } from "node:path";
import { UsageError } from "../model/errors.ts";
import type { OnProgress } from "../model/progress.ts";
import type { Profile, Target } from "../model/target.ts";
import { digestFolder, isTarball, takeFile, takeFolder } from "./fetch-local.ts";
import { exactVersion, installPackage, type FetchOptions } from "./fetch-package.ts";
import { readNpmConfig } from "./npm-config.ts";
import { explainNpmError } from "./npm-errors.ts";
import { profileForPackage } from "./profiles/index.ts";
import { isExactVersion, parseSpec } from "./spec.ts";
import { defaultCacheFolder, openStore, type Release, type Store, type StoredRelease } from "./store.ts";
import { digestFile } from "./tree-listing.ts";

export interface ResolveOptions {
  /** argv template of `--run`, already split. */
  run?: readonly string[];
  /** Absolute; by default `$PLAINWIRE_CACHE`, else the user's cache folder. */
  cacheFolder?: string;
  /** Where npm's and the cache's settings are read. */
  env?: NodeJS.ProcessEnv;
  /** Told `fetch` steps; `done` and `total` count packages. */
  onProgress?: OnProgress;
  signal?: AbortSignal;
}

/**
 * Resolves `spec` to one exact release and puts it on disk, running none of its code. A release fetched before
 * is taken from the cache, and for an exact version the registry is not asked at all.
 *
 * @throws UsageError when there is no such thing, it is damaged, or registry or cache cannot be used. An abort
 *   rejects with the signal's reason; either way the cache holds nothing half-done.
 */
export async function resolveTarget(spec: string, options: ResolveOptions = {}): Promise<Target> {
  const env = options.env ?? process.env;
  const signal = options.signal ?? new AbortController().signal;
  const named = parseSpec(spec, options.run);
  const profile = named.kind === "npm" ? profileForPackage(named.name) : undefined;
  const fetching: FetchOptions = {
    npm: await readNpmConfig(env),
    runGiven: options.run !== undefined,
    onStep: (step) => options.onProgress?.({ kind: "fetch", ...step }),
    signal,
    ...(profile?.command ? { command: profile.command } : {}),
  };
  const store = await openStore(options.cacheFolder ?? defaultCacheFolder(env));
  try {
    signal.throwIfAborted();
    const { release, folder } =
      named.kind === "npm"
        ? await fromRegistry(store, named.name, named.range, fetching)
        : await fromMachine(
            store,
            named.kind === "path" ? named.path : programOnPath(named.program, env),
            named.kind,
            fetching,
          );
    return { ...release, spec, folder, profile: profileOf(release, profile).id };
  } catch (error) {
    signal.throwIfAborted();
    throw explainNpmError(error, spec);
  }
}

async function fromRegistry(
  store: Store,
  name: string,
  range: string,
  fetching: FetchOptions,
): Promise<StoredRelease> {
  const exact = isExactVersion(range)
    ? { name, version: range }
    : await exactVersion(`${name}@${range}`, fetching);
  const spec = `${exact.name}@${exact.version}`;
  return once(store, `npm/${spec}`, fetching, (scratch) => installPackage(spec, "npm", scratch, fetching));
}

async function fromMachine(
  store: Store,
  path: string,
  kind: "path" | "command",
  fetching: FetchOptions,
): Promise<StoredRelease> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`There is no file or folder ${path}.`);
  if (!found.isFile() && !found.isDirectory())
    throw new UsageError(`${path} is neither a file nor a folder.`);
  const digest = await (found.isDirectory() ? digestFolder(path) : digestFile(path));
  return once(store, `${kind}/${basename(path)}/${digest}`, fetching, (scratch) =>
    takeFromMachine(path, kind, found.isDirectory(), scratch, fetching),
  );
}

/** Takes from the store what was remembered under `name`, or builds it and remembers it. */
async function once(
  store: Store,
  name: string,
  { runGiven }: FetchOptions,
  build: (scratch: string) => Promise<Release>,
): Promise<StoredRelease> {
  // Optional packages differ by platform.
  const platform = `${process.platform}-${process.arch}`;
  const alias = `${name}/${platform}${runGiven ? "/run" : ""}`;
  const known = await store.lookUp(alias);
  const cached = known === undefined ? undefined : await store.find(known);
  if (cached) return cached;
  const kept = await store.keep(async (scratch) => {
    const release = await build(scratch);
    return { key: keyOf(release, platform), release };
  });
  await store.remember(alias, keyOf(kept.release, platform));
  return kept;
}

async function takeFromMachine(
  path: string,
  kind: "path" | "command",
  isFolder: boolean,
  scratch: string,
  fetching: FetchOptions,
): Promise<Release> {
  if (isFolder) return takeFolder(path, scratch, fetching);
  if (kind === "path" && (await isTarball(path)))
    return installPackage(`file:${path}`, "tarball", scratch, fetching);
  return takeFile(path, kind === "path" ? "file" : "command", scratch, fetching);
}

/** Releases are kept by digest; one that was fetched for `--run` lacks what only a command of its own has. */
function keyOf({ digest, source, name, bin }: Release, platform: string): string {
  const readable = name.replaceAll(/[^\w.-]+/g, "_").slice(0, 80);
  return `${digest.replace("sha256:", "")}-${source}-${readable}-${platform}${bin ? "" : "-run"}`;
}

function profileOf(release: Release, known: Profile | undefined): Profile {
  return known ?? profileForPackage(release.name);
}

function programOnPath(program: string, env: NodeJS.ProcessEnv): string {
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, program);
    try {
      accessSync(path, constants.X_OK);
      if (folder !== "" && statSync(path).isFile()) return path;
    } catch {
      // Not in this folder: the next one is tried, as a shell does.
    }
  }
  throw new UsageError(`There is no program ${program} on the PATH; name its file.`);
}
