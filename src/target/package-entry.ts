import { access, readFile } from "node:fs/promises";
import { join, normalize } from "node:path";
import { z } from "zod";
import { UsageError } from "../model/errors.ts";
import type { TargetForm } from "../model/target.ts";
import { detectForm, largestExecutable } from "./form.ts";

/** As npm does, only the entries that are no text are dropped: a bad one must not hide the scripts beside it. */
const texts = z
  .record(z.string(), z.unknown())
  .transform((all): Record<string, string> =>
    Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    ),
  );

/**
 * The fields of a `package.json` that say how to start and install a package. A stranger wrote them: one of
 * the wrong kind counts as missing, and names become folder names later, so they must look like names.
 */
const packageSchema = z.object({
  name: z
    .string()
    .regex(/^(@[\w~-][\w.~-]*\/)?[\w~-][\w.~-]*$/)
    .max(214)
    .optional()
    .catch(undefined),
  version: z
    .string()
    .regex(/^\w[\w.+-]*$/)
    .max(256)
    .optional()
    .catch(undefined),
  bin: z.union([z.string(), texts]).optional().catch(undefined),
  scripts: texts.optional().catch(undefined),
  gypfile: z.boolean().optional().catch(undefined),
  dependencies: texts.optional().catch(undefined),
  optionalDependencies: texts.optional().catch(undefined),
  os: z.array(z.string()).optional().catch(undefined),
  cpu: z.array(z.string()).optional().catch(undefined),
});
export type PackageJson = z.infer<typeof packageSchema>;

/** Reads `package.json` in `folder`. @throws UsageError when there is none, or it is no JSON object. */
export async function readPackageJson(folder: string): Promise<PackageJson> {
  const path = join(folder, "package.json");
  const text = await readFile(path, "utf8").catch(() => {
    throw new UsageError(
      `${folder} is not a package: it has no package.json. Say how to start it with --run.`,
    );
  });
  const parsed = packageSchema.safeParse(parseJson(text.replace(/^\uFEFF/, "")));
  if (!parsed.success) throw new UsageError(`${path} is not a JSON object.`);
  return parsed.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The file that `bin` in `package.json` means, relative to the package's folder.
 *
 * Of several commands the one called `wanted`, else the one called like the package, is taken.
 * @throws UsageError listing them when that does not decide, or when the package has no command.
 */
export function chooseCommand(pkg: PackageJson, wanted?: string): string {
  const named = commandsOf(pkg);
  const names = Object.keys(named);
  const path =
    (wanted ? named[wanted] : undefined) ??
    (new Set(Object.values(named)).size === 1 ? Object.values(named)[0] : undefined) ??
    named[bareName(pkg)];
  if (path === undefined && names.length === 0)
    throw new UsageError(`${pkg.name ?? "The package"} declares no command; say how to start it with --run.`);
  if (path === undefined)
    throw new UsageError(`${pkg.name} has several commands (${names.join(", ")}); say which with --run.`);
  const relative = normalize(path);
  if (relative.startsWith("/") || relative.split("/").includes(".."))
    throw new UsageError(`${pkg.name} declares a command outside its own folder: ${JSON.stringify(path)}.`);
  return relative;
}

function commandsOf(pkg: PackageJson): Record<string, string> {
  if (typeof pkg.bin === "string") return { [bareName(pkg)]: pkg.bin };
  const entries = Object.entries(pkg.bin ?? {}).filter(([, path]) => typeof path === "string" && path !== "");
  return Object.fromEntries(entries);
}

function bareName(pkg: PackageJson): string {
  return (pkg.name ?? "").replace(/^@[^/]*\//, "");
}

/**
 * What the package really is. A small script, or a command that does not run as it was published, may stand
 * for a native program which comes in another package for this platform only: then it is that program.
 *
 * @param folder  the package's folder
 * @param command  relative to it
 * @param dependencyFolder  where a dependency of the package was installed, if it was
 */
export async function packageForm(
  folder: string,
  command: string,
  pkg: PackageJson,
  dependencyFolder: (name: string) => string | undefined,
): Promise<TargetForm> {
  const path = join(folder, command);
  const exists = await access(path).then(
    () => true,
    () => false,
  );
  const form = exists ? await detectForm(path) : "file";
  if (form !== "script" && form !== "file")
    return form === "zip" || form === "gzip" || form === "asar" ? "file" : form;
  for (const name of Object.keys(pkg.optionalDependencies ?? {})) {
    const installed = dependencyFolder(name);
    if (!installed) continue;
    const dependency = await readPackageJson(installed);
    if (!isForOnePlatform(dependency) || !isSameRelease(pkg, dependency)) continue;
    const native = await largestExecutable(installed);
    if (native) return native;
  }
  return "package";
}

function isForOnePlatform(pkg: PackageJson): boolean {
  return pkg.os?.length === 1 && pkg.cpu?.length === 1;
}

/** Its own program, not a native helper of somebody else's: published as part of the same release. */
function isSameRelease(pkg: PackageJson, dependency: PackageJson): boolean {
  return pkg.version !== undefined && (dependency.version ?? "").startsWith(pkg.version);
}
