import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** A program the lab needs, and where Debian has it. */
export interface Prerequisite {
  name: string;
  debianPackage: string;
  why: string;
}

const NEEDED: readonly Prerequisite[] = [
  { name: "bwrap", debianPackage: "bubblewrap", why: "closes the lab off: namespaces and mounts" },
  { name: "nft", debianPackage: "nftables", why: "leads every connection to the interceptor" },
  { name: "ip", debianPackage: "iproute2", why: "gives the lab its network interface" },
  { name: "nsenter", debianPackage: "util-linux", why: "sets up the lab's network from outside" },
  { name: "git", debianPackage: "git", why: "makes the repository the tool works in" },
];

const SEARCHED = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/** What must be installed before a lab can open; empty when nothing is missing. */
export function missingPrerequisites(): Prerequisite[] {
  return NEEDED.filter(({ name }) => !SEARCHED.some((folder) => isExecutable(join(folder, name))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
