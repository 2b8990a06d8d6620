import { hash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { create } from "tar";

/** A package to publish: its `package.json` and its files by path. */
export interface FakePackage {
  manifest: { name: string; version: string; [field: string]: unknown };
  files?: Record<string, string | Uint8Array>;
}

export interface FakeRegistry extends AsyncDisposable {
  /** Environment in which npm's libraries use this registry and nobody's own settings. */
  env: NodeJS.ProcessEnv;
  /** Paths asked for so far. */
  asked: string[];
  close(): Promise<void>;
}

/**
 * A registry on the loopback address, for tests. `corrupt` names tarballs whose bytes do not fit their published
 * checksum; `stall` names tarballs that are begun and never finished.
 */
export async function startFakeRegistry(
  packages: FakePackage[],
  { corrupt = [], stall = [] }: { corrupt?: string[]; stall?: string[] } = {},
): Promise<FakeRegistry> {
  const tarballs = new Map(packages.map((each) => [tarballName(each), packTarball(each)]));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "/");
    asked.push(path);
    const file = path.split("/-/")[1];
    const tarball = file === undefined ? undefined : tarballs.get(file);
    if (file !== undefined && tarball) {
      if (stall.includes(file)) return void response.writeHead(200).write(tarball.subarray(0, 20));
      return void response.end(
        corrupt.includes(file) ? packTarball({ manifest: { name: "x", version: "9.9.9" } }) : tarball,
      );
    }
    const versions = packages.filter(({ manifest }) => `/${manifest.name}` === path);
    if (versions.length === 0) return void response.writeHead(404).end("{}");
    return void response.end(JSON.stringify(packument(versions, tarballs, `http://${request.headers.host}`)));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  };
  return {
    env: environment((server.address() as AddressInfo).port),
    asked,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** Packs a package as `npm pack` does, below a folder called `package`. */
export function packTarball({ manifest, files = {} }: FakePackage): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "fake-package-"));
  for (const [path, content] of Object.entries({ ...files, "package.json": JSON.stringify(manifest) })) {
    mkdirSync(dirname(join(folder, "package", path)), { recursive: true });
    writeFileSync(join(folder, "package", path), content);
  }
  create(
    {
      cwd: folder,
      file: join(folder, "out.tgz"),
      gzip: true,
      portable: true,
      sync: true,
      mtime: new Date(0),
    },
    ["package"],
  );
  return readFileSync(join(folder, "out.tgz"));
}

function tarballName({ manifest }: FakePackage): string {
  return `${manifest.name.replace("/", "-")}-${manifest.version}.tgz`;
}

function packument(versions: FakePackage[], tarballs: Map<string, Buffer>, origin: string) {
  const described = versions.map((each) => {
    const name = tarballName(each);
    const integrity = `sha512-${hash("sha512", tarballs.get(name)!, "base64")}`;
    return [
      each.manifest.version,
      { ...each.manifest, dist: { tarball: `${origin}/${each.manifest.name}/-/${name}`, integrity } },
    ];
  });
  const latest = versions.at(-1)!.manifest;
  return {
    name: latest.name,
    "dist-tags": { latest: latest.version },
    versions: Object.fromEntries(described),
  };
}

function environment(port: number): NodeJS.ProcessEnv {
  const home = mkdtempSync(join(tmpdir(), "fake-home-"));
  return {
    HOME: home,
    PATH: process.env["PATH"],
    npm_config_registry: `http://127.0.0.1:${port}/`,
    npm_config_userconfig: join(home, ".npmrc"),
    npm_config_fetch_retries: "0",
  };
}
