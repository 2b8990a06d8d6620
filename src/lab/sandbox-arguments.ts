import { existsSync, readlinkSync } from "node:fs";
import type { LabOptions, RunOptions } from "./launch.ts";
import type { Disk } from "./disk.ts";

/** The tool's user inside the lab: the first ordinary one, as on any laptop. */
const TOOL_UID = "1000";

/** Debian's merged `/usr` makes these links; elsewhere they are folders of their own. */
const SYSTEM_FOLDERS = ["/bin", "/sbin", "/lib", "/lib64"];

/**
 * bubblewrap's arguments: namespaces of its own for everything but the network (joined already), a read-only
 * system, the lab's own `/etc`, and a disk that lasts from run to run. Nothing else of the host is mounted.
 */
export function sandboxArguments(context: LabOptions & { disk: Disk }, run: RunOptions): string[] {
  const { disk, machine, target } = context;
  return [
    "--die-with-parent",
    "--new-session",
    "--unshare-user",
    "--uid",
    TOOL_UID,
    "--gid",
    TOOL_UID,
    "--unshare-pid",
    "--unshare-ipc",
    "--unshare-uts",
    "--unshare-cgroup-try",
    "--hostname",
    machine.hostname,
    "--ro-bind",
    "/usr",
    "/usr",
    "--tmpfs",
    "/usr/local",
    "--dir",
    "/usr/local/bin",
    "--ro-bind",
    process.execPath,
    "/usr/local/bin/node",
    ...SYSTEM_FOLDERS.flatMap(systemFolder),
    "--ro-bind",
    disk.etc,
    "/etc",
    "--proc",
    "/proc",
    "--dev",
    "/dev",
    "--dir",
    "/var",
    "--dir",
    "/run",
    "--bind",
    disk.home,
    machine.home,
    "--bind",
    disk.tmp,
    "/tmp",
    "--bind",
    disk.target,
    target.mountedAt,
    "--chdir",
    run.cwd,
    "--clearenv",
    ...Object.entries(run.env).flatMap(([name, value]) => ["--setenv", name, value]),
  ];
}

function systemFolder(path: string): string[] {
  if (!existsSync(path)) return [];
  try {
    return ["--symlink", readlinkSync(path), path];
  } catch {
    return ["--ro-bind", path, path];
  }
}
