import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import Arborist from "@npmcli/arborist";
import pacote from "pacote";
import { checkTarball } from "./check-tarball.ts";
import { listLifecycle, type InstalledPackage } from "./lifecycle.ts";
import type { NpmOptions } from "./npm-config.ts";
import { chooseCommand, packageForm, readPackageJson } from "./package-entry.ts";
import { DOWNLOADS_FOLDER, type Release } from "./store.ts";
import { sha256 } from "./tree-listing.ts";

/** How a package is fetched: npm's options, whether a command must be found, and who is told. */
export interface FetchOptions {
  npm: NpmOptions;
  /** The package's command that is meant, when it has several. */
  command?: string;
  /** A `--run` template says how to start it, so the package needs no command of its own. */
  runGiven: boolean;
  onStep: (step: { text: string; done?: number; total?: number }) => void;
  signal: AbortSignal;
}

/** What the registry answers to "which release is this?". `name@version`, exact. */
export async function exactVersion(
  spec: string,
  { npm, signal }: FetchOptions,
): Promise<{ name: string; version: string }> {
  const { name, version } = await pacote.manifest(spec, { ...npm, signal } as pacote.Options);
  return { name, version };
}

/**
 * Installs a package and all it depends on, as `npm install --global` would, below `scratch/tree/node_modules`,
 * and writes the resolved packages to `scratch/tree.json`. No script of any package is run: npm's own installer
 * is told to ignore them, and the list of what it would have run is returned.
 *
 * `spec` is `name@version` or `file:/absolute.tgz`. Integrity is checked against what the registry published.
 */
export async function installPackage(
  spec: string,
  source: "npm" | "tarball",
  scratch: string,
  options: FetchOptions,
): Promise<Release> {
  const { signal, onStep } = options;
  const npm = { ...options.npm, cache: join(scratch, DOWNLOADS_FOLDER), signal } as pacote.Options;
  onStep({ text: `fetching ${spec}` });
  const tarball = await pacote.tarball(spec, npm);
  await checkTarball(tarball);
  const tree = join(scratch, "tree");
  await mkdir(tree);
  onStep({ text: `resolving the dependencies of ${spec}` });
  const installed = await reify(spec, tree, npm, onStep);
  const packages = describePackages(installed, tree);
  await writeFile(join(scratch, "tree.json"), JSON.stringify(packages, null, 2), { mode: 0o444 });
  const top = packages.find(({ depth }) => depth === 1);
  if (!top) throw new Error(`the installer left no package for ${spec}`);
  const pkg = await readPackageJson(join(tree, top.folder));
  const bin = options.runGiven && !pkg.bin ? undefined : chooseCommand(pkg, options.command);
  const places = new Map(packages.map(({ folder }) => [folder, join(tree, folder)]));
  return {
    name: top.name,
    version: top.version,
    source,
    digest: sha256(tarball),
    form: bin
      ? await packageForm(
          join(tree, top.folder),
          bin,
          pkg,
          (name) => places.get(`${top.folder}/node_modules/${name}`) ?? places.get(`node_modules/${name}`),
        )
      : "package",
    ...(bin ? { bin: `${top.folder}/${bin}` } : {}),
    lifecycle: await listLifecycle(tree, packages),
  };
}

/** Adds what a folder's `package.json` (and lock file) asks for beside it; no script is run. */
export async function installDependencies(
  folder: string,
  scratch: string,
  options: FetchOptions,
): Promise<InstalledPackage[]> {
  const npm = { ...options.npm, cache: join(scratch, DOWNLOADS_FOLDER), signal: options.signal };
  const arborist = new Arborist({ ...npm, ...NOTHING_RUNS, path: folder });
  const tree = await arborist.reify({ omit: ["dev"], save: false });
  return describePackages(tree, folder);
}

/** Packages that are already below `folder`, the folder's own first. */
export async function readInstalled(folder: string): Promise<InstalledPackage[]> {
  const tree = await new Arborist({ path: folder }).loadActual();
  return describePackages(tree, folder);
}

const NOTHING_RUNS = {
  ignoreScripts: true,
  binLinks: false,
  audit: false,
  fund: false,
  progress: false,
  save: false,
};

/** What `npm install --global` does: a package's dependencies lie below it, not beside it. */
const LIKE_GLOBAL = { global: true, installStrategy: "shallow" };

async function reify(
  spec: string,
  tree: string,
  npm: pacote.Options,
  onStep: FetchOptions["onStep"],
): Promise<Arborist.Node> {
  const arborist = new Arborist({ ...npm, ...NOTHING_RUNS, ...LIKE_GLOBAL, path: tree });
  const request = { add: [spec], omit: ["dev" as const], save: false };
  const ideal = await arborist.buildIdealTree(request);
  // The folder itself is a node of the tree too.
  const total = ideal.inventory.size - 1;
  onStep({ text: `fetching ${total} packages`, done: 0, total });
  const installed = await arborist.reify(request);
  onStep({ text: "fetched those that are for this platform", done: total, total });
  return installed;
}

type DescribedPackage = InstalledPackage & {
  name: string;
  version: string;
  integrity?: string;
  optional?: true;
};

/** Name, version and integrity of each package that really landed (those for other platforms do not). */
function describePackages(root: Arborist.Node, tree: string): DescribedPackage[] {
  return [...root.inventory.values()]
    .filter((node) => !node.isLink && node.package.name)
    .map((node) => {
      const folder = relative(tree, node.realpath) || ".";
      return {
        name: node.package.name ?? node.name,
        version: node.package.version ?? "",
        folder,
        depth: folder.split("node_modules/").length - 1,
        ...(node.integrity ? { integrity: node.integrity } : {}),
        ...(node.optional ? { optional: true as const } : {}),
      };
    })
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}
