import { readFileSync } from "node:fs";
import { UsageError } from "../model/errors.ts";
import type { SessionPlan } from "../model/session-plan.ts";
import { runSession } from "./run-session.ts";
import type { WorkerLine } from "./start-session.ts";

/** The process inside the closed namespaces: `node worker.ts PLAN.json`. Its output is the progress channel. */
function say(line: WorkerLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const planFile = process.argv[2];
if (planFile === undefined) throw new Error("worker: no plan file given");
const plan = JSON.parse(readFileSync(planFile, "utf8")) as SessionPlan;
try {
  say({ kind: "end", ...(await runSession(plan, (phase, state) => say({ kind: "phase", phase, state }))) });
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  say({ kind: "usage-error", message: error.message });
  process.exitCode = 2;
}
