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

/** A dummy secret in the shape that a tool expects. */
interface CredentialShape {
  /** Environment variable it goes into. */
  env: string;
  /** Fixed text with drawn parts `{hex:N}`, `{base62:N}`, `{digits:N}`: `sk-ant-api03-{base62:93}AA`. */
  shape: string;
  /** Host suffixes it is meant for; empty when no source says. */
  meantFor: string[];
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
  /** Which of the package's commands is meant, where it has several. */
  command?: string;
  /** argv after the program; `{prompt}` is replaced. */
  headless: { first: string[]; next: string[] };
  /** Values may hold `{credential}`: the secret drawn for the first of `credentials`. */
  env: Record<string, string>;
  /** Secrets the tool needs in order to start, planted as canaries. */
  credentials?: CredentialShape[];
  protocol?: ModelProtocol;
  /** Hosts whose party is known from a source. */
  documented: Documented[];
  /** Folders (relative to home) that the tool documents as its own configuration and state. */
  ownConfig: string[];
  /** What could not be verified when the profile was written. */
  unverified: string[];
}
