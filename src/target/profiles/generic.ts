import type { Profile } from "../../model/target.ts";

/** For a tool that nobody has described: the commonest way to hand a command-line tool a prompt, and nothing claimed. */
export const generic: Profile = {
  id: "generic",
  title: "No profile",
  packages: [],
  headless: { first: ["-p", "{prompt}"], next: ["-p", "{prompt}"] },
  env: {},
  documented: [],
  ownConfig: [],
  unverified: ["How it is started and authenticated: say it with --run."],
};
