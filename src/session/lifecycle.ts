import { join } from "node:path";
import type { Lab } from "../lab/launch.ts";
import type { SessionPlan } from "../model/session-plan.ts";
import { installFolder } from "./layout.ts";

/** Runs out of a package's own time when its script hangs; npm itself would wait for ever. */
const SCRIPT_TIME_MS = 60_000;

/**
 * Runs the release's lifecycle scripts as npm would at install time (`sh -c`, in the package's folder, with
 * the variables npm documents under "scripts"), inside the lab. What they reach is evidence like any other.
 * A script that fails is a gap, not an end: npm would stop, but the tool may still start.
 */
export async function runLifecycle(plan: SessionPlan, lab: Lab, env: Record<string, string>): Promise<void> {
  const root = installFolder(plan);
  for (const script of plan.target.lifecycle) {
    const cwd = join(root, script.folder);
    const result = await lab.run({
      argv: ["/bin/sh", "-c", script.script],
      cwd,
      timeMs: SCRIPT_TIME_MS,
      env: {
        ...env,
        PATH: `${join(cwd, "node_modules/.bin")}:${join(root, "node_modules/.bin")}:${env["PATH"]}`,
        INIT_CWD: plan.scenario.machine.home,
        npm_lifecycle_event: script.event,
        npm_lifecycle_script: script.script,
        npm_package_name: script.package,
        npm_package_json: join(cwd, "package.json"),
        npm_config_global: "true",
        npm_command: "install",
        npm_node_execpath: "/usr/local/bin/node",
        npm_execpath: "/usr/local/lib/node_modules/npm/bin/npm-cli.js",
        NODE: "/usr/local/bin/node",
      },
    });
    if (result.exit === "timed-out" || result.exit.code !== 0)
      lab.gap(`install script ${script.event} of ${script.package}`, describe(result.exit));
  }
}

function describe(exit: "timed-out" | { code: number | null; signal: string | null }): string {
  return exit === "timed-out" ? "did not end in time" : `ended with ${exit.signal ?? `status ${exit.code}`}`;
}
