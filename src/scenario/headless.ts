import type { Machine, Scenario } from "../model/scenario.ts";
import type { Profile } from "../model/target.ts";
import type { Phase } from "../model/vocabulary.ts";

/** One start of the tool. `argv` begins with the program when a `--run` template names it, else with its arguments. */
export interface Launch {
  phase: Phase;
  argv: string[];
  env: Record<string, string>;
  cwd: string;
}

/**
 * The launches of a headless session, one a prompt, in order: from the `--run` template where there is one,
 * else from the profile's arguments for the first and later prompts. Pure.
 *
 * In arguments `{prompt}` stands for the prompt; in the profile's `env` values `{credential}` stands for the
 * first of the tool's own secrets. Whatever the prompt holds is put in as it is, never expanded again.
 */
export function headlessLaunches(scenario: Scenario, profile: Profile, run?: readonly string[]): Launch[] {
  const env = {
    ...userEnvironment(scenario.machine),
    ...scenario.env,
    ...profileEnvironment(scenario, profile),
  };
  return scenario.prompts.map((prompt, index) => {
    const template = run ?? (index === 0 ? profile.headless.first : profile.headless.next);
    const argv = template.map((word) => word.replaceAll("{prompt}", () => prompt.text));
    return { phase: prompt.phase, argv, env, cwd: scenario.machine.workspace };
  });
}

function profileEnvironment({ canaries }: Scenario, { env }: Profile): Record<string, string> {
  const own = canaries.find(({ id }) => id.startsWith("auth:"))?.value ?? "";
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.replaceAll("{credential}", () => own)]),
  );
}

/** What a login shell sets. */
function userEnvironment({ user, home, shell, locale, workspace }: Machine): Record<string, string> {
  return {
    HOME: home,
    USER: user,
    LOGNAME: user,
    SHELL: shell,
    LANG: locale,
    PWD: workspace,
    PATH: `${home}/.local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
  };
}
