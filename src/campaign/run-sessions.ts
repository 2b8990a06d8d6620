/** The campaign: which sessions an audit runs, side by side, and where their captures go. */
import { rm } from "node:fs/promises";
import { readCapture } from "../capture/reader.ts";
import type { OnProgress } from "../model/progress.ts";
import type { SessionPlan } from "../model/session-plan.ts";
import { startSession } from "../session/start-session.ts";

/**
 * Runs the sessions, at most `jobs` at a time, in the given order. With `resume`, a session whose capture has
 * reached its end is kept as it is; one cut short is run again.
 *
 * After `budgetMs` none is started any more; the audit then says which ones are missing.
 * The first error stops the others (they are ended, their captures stay readable) and is thrown.
 */
export async function runSessions(
  plans: SessionPlan[],
  options: { jobs: number; budgetMs: number; resume: boolean; onProgress: OnProgress; signal?: AbortSignal },
): Promise<void> {
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const waiting: SessionPlan[] = [];
  for (const plan of plans) {
    if (options.resume && isComplete(plan)) continue;
    await rm(plan.captureFolder, { recursive: true, force: true });
    waiting.push(plan);
  }
  const endsAt = performance.now() + options.budgetMs;
  const goesOn = () => !signal.aborted && performance.now() < endsAt;
  async function work(): Promise<void> {
    for (let plan = waiting.shift(); plan && goesOn(); plan = waiting.shift())
      await startSession(plan, options.onProgress, signal);
  }
  const workers = Array.from({ length: Math.min(options.jobs, waiting.length) }, async () => {
    try {
      await work();
    } catch (error) {
      stop.abort(error);
      throw error;
    }
  });
  const settled = await Promise.allSettled(workers);
  if (stop.signal.aborted) throw stop.signal.reason;
  options.signal?.throwIfAborted();
  for (const result of settled) if (result.status === "rejected") throw result.reason;
}

function isComplete(plan: SessionPlan): boolean {
  try {
    using capture = readCapture(plan.captureFolder);
    return capture.damage.length === 0;
  } catch {
    // Absent or unreadable: either way the session has to be run.
    return false;
  }
}
