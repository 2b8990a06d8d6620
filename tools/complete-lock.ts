/**
 * Run after every change of a dependency: `node tools/complete-lock.ts`.
 *
 * npm leaves an optional package out of `package-lock.json` when the registry it talked to doesn't serve it
 * (a mirror that keeps no Windows binaries, say), and then refuses its own lock file: "`npm ci` can only
 * install packages when your package.json and package-lock.json are in sync". This adds the missing entries.
 * They carry no integrity, so they are given the platform their name states, never Linux on x64 or arm64
 * with glibc: npm skips them on every machine Plainwire runs on.
 */
import { readFileSync, writeFileSync } from "node:fs";

interface LockEntry {
  version?: string;
  dev?: boolean;
  devOptional?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const OS = [
  "aix",
  "android",
  "darwin",
  "freebsd",
  "linux",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
];
const CPU = ["arm", "arm64", "ia32", "loong64", "ppc64", "riscv64", "s390x", "x64", "wasm32"];
/** Optional packages that nothing here uses and some registries lack: locked as "for no platform". */
const LEFT_OUT = ["tls-impersonate"];
const LOCK_FILE = new URL("../package-lock.json", import.meta.url);

/** What `…/binding-linux-x64-musl` says of itself, or nothing when it names no platform we can rule out. */
function foreignPlatform(name: string): Pick<LockEntry, "os" | "cpu" | "libc"> | undefined {
  if (LEFT_OUT.includes(name)) return { os: ["none"] };
  const words = name.split(/[-/@]/);
  const os = OS.find((word) => words.includes(word));
  const cpu = CPU.find((word) => words.includes(word));
  if (cpu === "wasm32") return { cpu: ["wasm32"] };
  if (!os || !cpu) return undefined;
  const musl = words.includes("musl") || words.includes("musleabihf");
  if (os === "linux" && (cpu === "x64" || cpu === "arm64") && !musl) return undefined;
  return { os: [os], cpu: [cpu], ...(musl ? { libc: ["musl"] } : {}) };
}

function isLocked(packages: Record<string, LockEntry>, from: string, name: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (`${folder ? `${folder}/` : ""}node_modules/${name}` in packages) return true;
    if (folder === "") return false;
    if (!folder.includes("/node_modules/")) folder = "";
  }
}

const lock = JSON.parse(readFileSync(LOCK_FILE, "utf8")) as { packages: Record<string, LockEntry> };
for (const [folder, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isLocked(lock.packages, folder, name)) continue;
    const platform = foreignPlatform(name);
    if (!platform) {
      console.error(`${name}@${version}, optional for ${folder}, is missing and may be for this platform`);
      process.exitCode = 1;
      continue;
    }
    const flags = entry.dev ? { dev: true } : {};
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[\^~]/, ""),
      ...flags,
      optional: true,
      ...platform,
    };
    console.error(`added ${name}@${version}`);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(LOCK_FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
