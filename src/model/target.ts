import type { ModelProtocol, Party } from "./vocabulary.ts";

export type TargetForm = "js-bundle" | "bun-executable" | "node-sea" | "elf" | "package" | "command" | "file";

/** One lifecycle script that a package manager would run at install time; the lab runs it as phase `install`. */
export interface LifecycleScript {
  package: string;
  event: "preinstall" | "install" | "postinstall";
  script: string;
  /** Folder of the package, relative to the installed tree. */
  folder: string;
}

/** One exact release, on disk, nothing of it executed yet. */
export interface Target {
  name: string;
  version: string;
  /** What the user typed. */
  spec: string;
  source: "npm" | "folder" | "tarball" | "file" | "command";
  /** `sha256:…` of the artifact: of the tarball, the file, or for a folder of its sorted (path, mode, digest) list. */
  digest: string;
  form: TargetForm;
  /** Absolute folder on the host, read-only to the lab (writes go to an overlay). */
  folder: string;
  /** Path inside `folder` of what to start, and how: a `#!`-script or ELF is started directly, `.js` by Node. */
  bin?: string;
  lifecycle: LifecycleScript[];
  profile: string;
}

/** A statement about a tool that somebody published; `source` says where, `date` when we read it. */
export interface Documented {
  host: string;
  party: Party;
  purpose: string;
  source: string;
  date: string;
}

/**
 * What is specific to one tool, as data: how to get, start and authenticate it and what its maker documents.
 * Nothing on the still side of the wall reads a profile by name.
 */
export interface Profile {
  id: string;
  title: string;
  /** npm package names this profile answers for; empty for the generic one. */
  packages: string[];
  /** argv after the program; `{prompt}` is replaced. */
  headless: { first: string[]; next: string[] };
  env: Record<string, string>;
  protocol?: ModelProtocol;
  /** Hosts whose party is known from a source. */
  documented: Documented[];
  /** Folders (relative to home) that the tool documents as its own configuration and state. */
  ownConfig: string[];
  /** What could not be verified when the profile was written. */
  unverified: string[];
}
