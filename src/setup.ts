/** Set-up of the machine: the Debian packages Plainwire drives. Its npm packages are `tools/bootstrap.sh`'s. */
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { promisify } from "node:util";
import { UsageError } from "./model/errors.ts";

/** A program this machine lacks, the Debian package that brings it, and what it is needed for. */
export interface MissingPrerequisite {
  name: string;
  debianPackage: string;
  why: string;
}

export interface SetUpOptions {
  /** Install without asking. */
  yes: boolean;
  /** Asks the person at the terminal; left out where nobody is. */
  ask?: (question: string) => Promise<boolean>;
  /** Tells what happens, a line at a time. */
  say: (line: string) => void;
}

const APT_LISTS = "/var/lib/apt/lists";

/**
 * Installs what is missing, as root: named first, asked for on a terminal unless `yes`. An ordinary user is
 * told the one command to run.
 *
 * @throws UsageError when it may not, was told not to, or `apt-get` could not.
 */
export async function ensurePrerequisites(
  missing: MissingPrerequisite[],
  options: SetUpOptions,
): Promise<void> {
  if (missing.length === 0) return;
  const packages = [...new Set(missing.map((each) => each.debianPackage))].sort();
  const command = `apt-get install -y ${packages.join(" ")}`;
  if (process.getuid?.() !== 0)
    throw new UsageError(`missing on this machine: ${packages.join(", ")}; run: sudo ${command}`);
  options.say("Debian packages to install:");
  for (const { debianPackage, name, why } of missing) options.say(`  ${debianPackage} (${name}): ${why}`);
  if (!options.yes && options.ask && !(await options.ask("Install them now?")))
    throw new UsageError(`nothing was installed; when you are ready, run: ${command}`);
  if (listsAreEmpty()) await aptGet(["update"], options.say);
  await aptGet(["install", "-y", "--no-install-recommends", ...packages], options.say);
}

function listsAreEmpty(): boolean {
  try {
    return !readdirSync(APT_LISTS).some((name) => name.includes("_Packages"));
  } catch {
    return true;
  }
}

/** Runs `apt-get` quietly; its output is shown only when it fails. */
async function aptGet(args: string[], say: (line: string) => void): Promise<void> {
  say(`apt-get ${args.join(" ")} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await promisify(execFile)("apt-get", ["-q", ...args], { env, maxBuffer: 64 << 20 });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new UsageError(
      `apt-get ${args[0]} failed; mend what it says and run the command again:\n${(stdout + stderr).trimEnd().split("\n").slice(-15).join("\n")}`,
    );
  }
}
