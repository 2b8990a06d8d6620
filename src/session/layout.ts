import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SessionPlan } from "../model/session-plan.ts";

/** Where the release stands inside the lab: as after `npm install -g` with a prefix in the user's home. */
export function installFolder(plan: SessionPlan): string {
  return join(plan.scenario.machine.home, ".npm-global/lib");
}

/** The program and what comes before the launch's own arguments. */
export function programFor(plan: SessionPlan): string[] {
  const { bin, folder } = plan.target;
  if (bin === undefined) return [];
  const path = join(installFolder(plan), bin);
  return startsDirectly(join(folder, bin)) ? [path] : ["/usr/local/bin/node", path];
}

/** `#!` scripts that name Node and everything JavaScript are started by the lab's Node, ELF files directly. */
function startsDirectly(file: string): boolean {
  return readFileSync(file)
    .subarray(0, 4)
    .equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46]));
}

/** Words of a `--run` template that name files of the target become paths inside the lab. */
export function placeRunWords(plan: SessionPlan, argv: string[]): string[] {
  return argv.map((word) =>
    !word.startsWith("-") && !word.startsWith("/") && existsSync(join(plan.target.folder, word))
      ? join(installFolder(plan), word)
      : word,
  );
}
