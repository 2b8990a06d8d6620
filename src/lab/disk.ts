import { execFile } from "node:child_process";
import { appendFile, chmod, cp, mkdir, mkdtemp, readFile, symlink, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Machine } from "../model/scenario.ts";
import type { LabOptions } from "./launch.ts";

const run = promisify(execFile);

/** A host uid that no account has: what the tool is outside its own user namespace when we are root. */
const UNASSIGNED_UID = 1_879_000_001;

/** What the lab takes over of the host's `/etc`: what programs need to run, nothing that names the host. */
const SHARED_ETC = [
  "alternatives",
  "ld.so.cache",
  "ld.so.conf",
  "ld.so.conf.d",
  "protocols",
  "services",
  "os-release",
  "debian_version",
  "mime.types",
  "terminfo",
  "perl",
  "bash.bashrc",
  "profile",
];

/** The lab's private disk, a tmpfs of bounded size that goes with the gateway's mounts. */
export interface Disk {
  home: string;
  tmp: string;
  etc: string;
  target: string;
  /** Owner of the tool's files on the host; 0 inside a user namespace of our own. */
  ownerUid: number;
}

export async function makeDisk(options: LabOptions): Promise<Disk> {
  const root = await mkdtemp(join(tmpdir(), "disk-"));
  await run("mount", ["-t", "tmpfs", "-o", `size=${options.limits.diskBytes},mode=0755`, "tmpfs", root]);
  const disk: Disk = {
    home: join(root, "home"),
    tmp: join(root, "tmp"),
    etc: join(root, "etc"),
    target: join(root, "target"),
    ownerUid: (await isHostRoot()) ? UNASSIGNED_UID : 0,
  };
  for (const folder of [disk.home, disk.tmp, disk.etc]) await mkdir(folder);
  await cp(options.target.folder, disk.target, { recursive: true, verbatimSymlinks: true });
  await run("chmod", ["-R", "u+w", disk.target]);
  await makeEtc(disk.etc, options.machine, options.caCertificatePem);
  await plantFiles(disk, options);
  const owner = `${disk.ownerUid}:${disk.ownerUid}`;
  await run("chown", ["-R", "-h", owner, disk.home, disk.tmp, disk.target]);
  return disk;
}

/** In a user namespace of ours, uid 0 is the caller's own uid and no other exists to switch to. */
async function isHostRoot(): Promise<boolean> {
  return /^\s*0\s+0\s+4294967295/.test(await readFile("/proc/self/uid_map", "utf8"));
}

async function plantFiles(disk: Disk, { files, machine }: LabOptions): Promise<void> {
  await mkdir(join(disk.home, machine.workspace.slice(machine.home.length)), { recursive: true });
  for (const file of files) {
    const base = file.path.startsWith(`${machine.home}/`)
      ? join(disk.home, file.path.slice(machine.home.length))
      : join(disk.etc, "..", file.path);
    await mkdir(dirname(base), { recursive: true });
    await writeFile(base, file.content);
    if (file.mode !== undefined) await chmod(base, file.mode);
  }
}

async function makeEtc(etc: string, machine: Machine, caCertificatePem: string): Promise<void> {
  for (const name of SHARED_ETC)
    if (existsSync(`/etc/${name}`))
      await cp(`/etc/${name}`, join(etc, name), { recursive: true, verbatimSymlinks: true });
  const files: Record<string, string> = {
    passwd: `root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n${machine.user}:x:1000:1000:${machine.fullName},,,:${machine.home}:${machine.shell}\n`,
    group: `root:x:0:\nsudo:x:27:${machine.user}\nnogroup:x:65534:\n${machine.user}:x:1000:\n`,
    hostname: `${machine.hostname}\n`,
    hosts: `127.0.0.1\tlocalhost\n127.0.1.1\t${machine.hostname}\n::1\tlocalhost ip6-localhost ip6-loopback\n`,
    "resolv.conf": `nameserver ${machine.gatewayIpv4}\nsearch ${machine.searchDomain}\n`,
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
    "machine-id": `${machine.machineId}\n`,
    timezone: `${machine.timezone}\n`,
  };
  for (const [name, content] of Object.entries(files)) await writeFile(join(etc, name), content);
  await symlink(`/usr/share/zoneinfo/${machine.timezone}`, join(etc, "localtime"));
  await mkdir(join(etc, "ssl/certs"), { recursive: true });
  const bundle = join(etc, "ssl/certs/ca-certificates.crt");
  await cp("/etc/ssl/certs/ca-certificates.crt", bundle, { dereference: true });
  await appendFile(bundle, `\n${caCertificatePem}`);
}
