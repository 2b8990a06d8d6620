import assert from "node:assert/strict";
import { test } from "node:test";
import type { Profile } from "../model/target.ts";
import { headlessLaunches } from "./headless.ts";
import { standardScenario } from "./standard.ts";

const scenario = standardScenario({
  seed: 1,
  idleMs: 0,
  credentials: [{ env: "VENDOR_API_KEY", shape: "vk-{hex:32}", meantFor: [] }],
});
const profile: Profile = {
  id: "some-tool",
  title: "Some tool",
  packages: [],
  headless: { first: ["--ask", "{prompt}"], next: ["--again", "--ask={prompt}"] },
  env: { VENDOR_AUTH: '{"accessToken":"{credential}"}', CI: "1" },
  documented: [],
  ownConfig: [],
  unverified: [],
};

test("one launch a prompt, from the profile's first and next arguments", () => {
  const [first, second] = headlessLaunches(scenario, profile);
  assert.deepEqual(first!.argv, ["--ask", scenario.prompts[0]!.text]);
  assert.deepEqual(second!.argv, ["--again", `--ask=${scenario.prompts[1]!.text}`]);
  assert.deepEqual([first!.phase, second!.phase], ["prompt", "second-prompt"]);
  assert.equal(first!.cwd, scenario.machine.workspace);
});

test("a --run template serves both prompts; what the prompt holds is not expanded", () => {
  const odd = structuredClone(scenario);
  odd.prompts[0]!.text = "print $& and {prompt} and {credential}";
  const [first, second] = headlessLaunches(odd, profile, ["node", "cli.mjs", "-p", "{prompt}"]);
  assert.deepEqual(first!.argv, ["node", "cli.mjs", "-p", "print $& and {prompt} and {credential}"]);
  assert.equal(second!.argv[3], scenario.prompts[1]!.text);
});

test("the environment is the user's, the scenario's and the profile's, its credential filled in", () => {
  const [{ env } = { env: {} as Record<string, string> }] = headlessLaunches(scenario, profile);
  assert.equal(env.HOME, scenario.machine.home);
  assert.equal(env.GITHUB_TOKEN, scenario.env.GITHUB_TOKEN);
  assert.deepEqual(JSON.parse(env.VENDOR_AUTH!), { accessToken: scenario.env.VENDOR_API_KEY });
  assert.equal(env.CI, "1");
});
