import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { resolve } from "node:path";
import { UsageError } from "../model/errors.ts";
import { profileById } from "./profiles/index.ts";

/** What the user named: a package in the registry, or something on this machine. */
export type Named =
  | { kind: "npm"; name: string; range: string }
  | { kind: "path"; path: string }
  | { kind: "command"; program: string };

const PACKAGE_SPEC = /^((?:@[\w.~-]+\/)?[\w.~-]+)(?:@([^@/]*))?$/;

/** A version that can only ever mean one release, so that the registry need not be asked which. */
const EXACT_VERSION = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

/**
 * Reads TARGET. As in npm a bare word is a package unless it begins like a path or a file of that name lies
 * here. With a `run` command, a folder of that name or the command's own program name is taken too.
 *
 * @throws UsageError when it is neither.
 */
export function parseSpec(spec: string, run?: readonly string[]): Named {
  if (spec === "") throw new UsageError("Name a target: a package, a folder, a tarball or a file.");
  if (looksLikePath(spec) || isHere(spec, run !== undefined)) return { kind: "path", path: absolute(spec) };
  const match = PACKAGE_SPEC.exec(spec);
  if (!match) throw new UsageError(`"${spec}" is neither a package such as name@1.2.3 nor an existing path.`);
  const [, name = "", range] = match;
  const profile = profileById(name);
  if (run && !profile && range === undefined && spec === run[0]) return { kind: "command", program: spec };
  return { kind: "npm", name: profile?.packages[0] ?? name, range: range || "latest" };
}

export function isExactVersion(range: string): boolean {
  return EXACT_VERSION.test(range);
}

function looksLikePath(spec: string): boolean {
  return /^(\.{0,2}\/|\.{1,2}$|~\/)/.test(spec) || (spec.includes("/") && !spec.startsWith("@"));
}

function isHere(spec: string, foldersToo: boolean): boolean {
  if (!existsSync(spec)) return false;
  const found = statSync(spec);
  return found.isFile() || (foldersToo && found.isDirectory());
}

function absolute(path: string): string {
  return path.startsWith("~/") ? resolve(homedir(), path.slice(2)) : resolve(path);
}
