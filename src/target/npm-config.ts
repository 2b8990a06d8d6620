import Config from "@npmcli/config";
import npmOptions from "@npmcli/config/lib/definitions/index.js";
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** Options for pacote and arborist, as `npm` itself would hand them on. */
export type NpmOptions = Record<string, unknown>;

/**
 * Reads the user's npm configuration (`.npmrc` files, `npm_config_*`) with npm's own reader: registry, proxy,
 * certificate authorities and tokens are whatever `npm` on this machine would use.
 */
export async function readNpmConfig(env: NodeJS.ProcessEnv): Promise<NpmOptions> {
  const npm = installedNpm(env);
  const config = new Config({
    ...npmOptions,
    npmPath: npm.packageFolder,
    execPath: npm.nodePath,
    argv: [],
    // The reader writes what it found into the environment it is given.
    env: { ...env },
    cwd: process.cwd(),
    warn: false,
  });
  await config.load();
  return { ...config.flat };
}

/**
 * Where the user's npm lies, which decides where its global configuration is. Folders named `.bin` are those of
 * projects, whose Node (ours among them) says nothing about the machine.
 */
function installedNpm(env: NodeJS.ProcessEnv): { packageFolder: string; nodePath: string } {
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => !folder.endsWith("/.bin"));
  const folder = folders.find((candidate) => candidate && existsSync(join(candidate, "npm")));
  if (!folder) return { packageFolder: dirname(process.execPath), nodePath: process.execPath };
  const script = realpathSync(join(folder, "npm"));
  return { packageFolder: dirname(dirname(script)), nodePath: join(folder, "node") };
}
