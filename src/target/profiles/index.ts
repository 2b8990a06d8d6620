import type { Profile } from "../../model/target.ts";
import { UsageError } from "../../model/errors.ts";
import { auggie } from "./auggie.ts";
import { claudeCode } from "./claude-code.ts";
import { cline } from "./cline.ts";
import { codex } from "./codex.ts";
import { continueCli } from "./continue.ts";
import { copilot } from "./copilot.ts";
import { droid } from "./droid.ts";
import { geminiCli } from "./gemini-cli.ts";
import { generic } from "./generic.ts";
import { kilo } from "./kilo.ts";
import { kimiCode } from "./kimi-code.ts";
import { opencode } from "./opencode.ts";
import { qoder } from "./qoder.ts";
import { qwenCode } from "./qwen-code.ts";

/** Every profile; `generic` stands for any tool that none of the others answers for. */
export const profiles: Profile[] = [
  claudeCode,
  codex,
  qwenCode,
  geminiCli,
  opencode,
  kimiCode,
  cline,
  continueCli,
  kilo,
  droid,
  auggie,
  qoder,
  copilot,
  generic,
];

export function profileById(id: string): Profile | undefined {
  return profiles.find((profile) => profile.id === id);
}

/** @throws UsageError listing the names there are. */
export function profileFor(id: string): Profile {
  const profile = profileById(id);
  if (!profile)
    throw new UsageError(
      `There is no profile ${id}: choose one of ${profiles.map((each) => each.id).join(", ")}.`,
    );
  return profile;
}

/** The profile that answers for an npm package, the generic one if none does. */
export function profileForPackage(name: string): Profile {
  return profiles.find((profile) => profile.packages.includes(name)) ?? generic;
}
