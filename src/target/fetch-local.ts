import {
  access,
  chmod,
  copyFile,
  mkdir,
  readFile,
  readlink,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError } from "../model/errors.ts";
import { installDependencies, readInstalled, type FetchOptions } from "./fetch-package.ts";
import { detectForm, type FileForm } from "./form.ts";
import { listLifecycle } from "./lifecycle.ts";
import { chooseCommand, packageForm, readPackageJson } from "./package-entry.ts";
import type { Release } from "./store.ts";
import { digestFile, listingDigest, listTree, statTree } from "./tree-listing.ts";
import { unpackAsar } from "./unpack-asar.ts";
import { unpackZip } from "./unpack-zip.ts";

/** A folder is copied, so this bounds what a mistyped path (`/`) costs. */
const MAX_FOLDER_BYTES = 4 * 2 ** 30;

/**
 * Copies a folder into `scratch/tree`, leaving out `.git`, so that it cannot change under the sessions; its
 * digest is that of the copy before anything is added. Dependencies it asks for and lacks are fetched.
 */
export async function takeFolder(folder: string, scratch: string, options: FetchOptions): Promise<Release> {
  const tree = join(scratch, "tree");
  options.onStep({ text: `copying ${folder}` });
  await copyTree(folder, tree, options.signal);
  const digest = listingDigest(await listTree(tree));
  const version = `local-${digest.slice(7, 15)}`;
  if (!(await exists(join(tree, "package.json")))) {
    if (!options.runGiven) await readPackageJson(folder);
    return { name: basename(folder), version, source: "folder", digest, form: "file", lifecycle: [] };
  }
  const pkg = await readPackageJson(tree);
  const wantsPackages = Object.keys({ ...pkg.dependencies, ...pkg.optionalDependencies }).length > 0;
  const packages =
    wantsPackages && !(await exists(join(tree, "node_modules")))
      ? await installDependencies(tree, scratch, options)
      : await readInstalled(tree);
  await writeFile(join(scratch, "tree.json"), JSON.stringify(packages, null, 2), { mode: 0o444 });
  const bin = options.runGiven && !pkg.bin ? undefined : chooseCommand(pkg, options.command);
  // As npm does when it links a command.
  if (bin && (await exists(join(tree, bin)))) await chmod(join(tree, bin), 0o755);
  return {
    name: pkg.name ?? basename(folder),
    version: pkg.version ?? version,
    source: "folder",
    digest,
    form: bin
      ? await packageForm(tree, bin, pkg, (name) =>
          packages.some(({ folder: at }) => at === `node_modules/${name}`)
            ? join(tree, "node_modules", name)
            : undefined,
        )
      : "package",
    ...(bin ? { bin } : {}),
    lifecycle: await listLifecycle(tree, packages),
  };
}

/** Takes a single file: a program as it is, a `.vsix` or `.asar` unpacked. Tarballs are packages, not files. */
export async function takeFile(
  path: string,
  source: "file" | "command",
  scratch: string,
  { onStep }: FetchOptions,
): Promise<Release> {
  const tree = join(scratch, "tree");
  const form = await detectForm(path);
  const digest = await digestFile(path);
  onStep({ text: `copying ${path}` });
  const named = {
    name: basename(path),
    version: `local-${digest.slice(7, 15)}`,
    source,
    digest,
    lifecycle: [],
  };
  if (form === "zip" || form === "asar") {
    if (form === "zip") await unpackZip(path, (await stat(path)).size, tree);
    else await unpackAsar(path, tree);
    return { ...named, ...(await nameInside(tree)), form: "package" };
  }
  await mkdir(tree);
  await copyFile(path, join(tree, basename(path)));
  await allowStart(join(tree, basename(path)), form);
  return { ...named, form: source === "command" ? "command" : targetForm(form), bin: basename(path) };
}

/** The digest that {@link takeFolder} will give it. @throws UsageError when it is too large to be a tool. */
export async function digestFolder(folder: string): Promise<string> {
  const files = await statTree(folder, isOwnGit);
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (totalBytes > MAX_FOLDER_BYTES)
    throw new UsageError(`${folder} holds more than 4 GiB; name the tool's own folder.`);
  return listingDigest(await listTree(folder, isOwnGit));
}

/** Not part of what a folder is: history, and different in every clone. */
function isOwnGit(path: string): boolean {
  return path === ".git";
}

/** A download seldom has the right to be executed. Scripts without a first line are started by Node anyway. */
async function allowStart(path: string, form: FileForm): Promise<void> {
  if (form !== "file") await chmod(path, 0o755);
}

/** Is it a gzip file, which for a target means an npm tarball? */
export async function isTarball(path: string): Promise<boolean> {
  return (await detectForm(path)) === "gzip";
}

function targetForm(form: FileForm): Release["form"] {
  return form === "script" || form === "zip" || form === "gzip" || form === "asar" ? "file" : form;
}

/** Name and version of what an editor extension or an Electron application carries inside. */
async function nameInside(tree: string): Promise<{ name?: string; version?: string }> {
  for (const folder of ["extension", "."]) {
    const text = await readFile(join(tree, folder, "package.json"), "utf8").catch(() => undefined);
    if (text === undefined) continue;
    const { name, version } = await readPackageJson(join(tree, folder));
    return { ...(name ? { name } : {}), ...(version ? { version } : {}) };
  }
  return {};
}

async function copyTree(from: string, to: string, signal: AbortSignal): Promise<void> {
  const files = await statTree(from, isOwnGit);
  await mkdir(to);
  for (const { path, mode } of files) {
    signal.throwIfAborted();
    await mkdir(join(to, dirname(path)), { recursive: true });
    if (mode === "120000") await symlink(await insideLink(from, path), join(to, path));
    else await copyFile(join(from, path), join(to, path));
  }
}

async function insideLink(folder: string, path: string): Promise<string> {
  const text = await readlink(join(folder, path));
  const leadsTo = resolve(dirname(join(folder, path)), text);
  if (text.startsWith("/") || !`${leadsTo}/`.startsWith(`${folder}/`))
    throw new UsageError(
      `${join(folder, path)} is a link that leads out of the target; replace it with what it names.`,
    );
  return text;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
