import { stat } from "node:fs/promises";
import { join } from "node:path";
import type { LifecycleScript } from "../model/target.ts";
import { readPackageJson, type PackageJson } from "./package-entry.ts";

const EVENTS = ["preinstall", "install", "postinstall"] as const;

/** An installed package: where it lies relative to the tree, and how deep below the top. */
export interface InstalledPackage {
  folder: string;
  depth: number;
}

/**
 * The scripts that npm would run after unpacking, in npm's order (`@npmcli/arborist`, `rebuild.js`): first every
 * `preinstall`, then every `install`, then every `postinstall`; within an event shallow packages first, then by path.
 * A package with a `binding.gyp` and neither `install` nor `preinstall` is built by node-gyp.
 *
 * `tree` is the folder that the packages' folders are relative to. Nothing is run here.
 */
export async function listLifecycle(
  tree: string,
  packages: readonly InstalledPackage[],
): Promise<LifecycleScript[]> {
  const order = [...packages].sort((a, b) => a.depth - b.depth || a.folder.localeCompare(b.folder, "en"));
  const withScripts = await Promise.all(
    order.map(async ({ folder }) => {
      const pkg = await readPackageJson(join(tree, folder));
      return { folder, name: pkg.name ?? folder, scripts: await scriptsOf(join(tree, folder), pkg) };
    }),
  );
  return EVENTS.flatMap((event) =>
    withScripts.flatMap(({ folder, name, scripts }) => {
      const script = scripts[event];
      return typeof script === "string" && script !== "" ? [{ package: name, event, script, folder }] : [];
    }),
  );
}

async function scriptsOf(folder: string, pkg: PackageJson): Promise<Record<string, string>> {
  const scripts = pkg.scripts ?? {};
  if (scripts["install"] || scripts["preinstall"] || pkg.gypfile === false) return scripts;
  const hasGyp = await stat(join(folder, "binding.gyp")).then(
    (found) => found.isFile(),
    () => false,
  );
  return hasGyp ? { ...scripts, install: "node-gyp rebuild" } : scripts;
}
