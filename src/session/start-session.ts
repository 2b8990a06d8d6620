/**
 * A session: one scenario in one environment against one target. The *controller* (this file) starts the
 * *worker* inside closed namespaces; the worker records. They share a plan (JSON on disk), the capture folder
 * and a line-based progress channel, nothing else.
 */
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { openGateway } from "../lab/gateway.ts";
import { UsageError } from "../model/errors.ts";
import type { OnProgress } from "../model/progress.ts";
import type { SessionPlan } from "../model/session-plan.ts";
import { PHASES, SESSION_OUTCOMES } from "../model/vocabulary.ts";

/** What the worker prints on its standard output, one JSON object a line. */
const workerLine = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("phase"),
    phase: z.enum(PHASES),
    state: z.enum(["started", "done", "not-offered", "failed"]),
  }),
  z.object({
    kind: z.literal("end"),
    outcome: z.enum(SESSION_OUTCOMES),
    exchanges: z.int(),
    durationMs: z.number(),
  }),
  z.object({ kind: z.literal("usage-error"), message: z.string() }),
]);
export type WorkerLine = z.infer<typeof workerLine>;

/** Set-up, install scripts and tear-down get this on top of the plan's own time limit. */
const GRACE_MS = 60_000;

/**
 * Runs one session to its end and leaves its capture in `plan.captureFolder`.
 *
 * @throws UsageError when the machine lacks something the lab needs; Error when the worker itself broke.
 */
export async function startSession(
  plan: SessionPlan,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<void> {
  const scratchFolder = await mkdtemp(join(tmpdir(), "pw-"));
  try {
    // The tool's unassigned uid has to pass through on the way to its disk.
    await chmod(scratchFolder, 0o711);
    const planFile = join(scratchFolder, "plan.json");
    await writeFile(planFile, JSON.stringify(plan));
    await runWorker(plan, planFile, scratchFolder, onProgress, signal);
  } finally {
    await rm(scratchFolder, { recursive: true, force: true });
  }
}

async function runWorker(
  plan: SessionPlan,
  planFile: string,
  scratchFolder: string,
  onProgress: OnProgress,
  signal: AbortSignal | undefined,
): Promise<void> {
  const deadline = AbortSignal.timeout(plan.limits.timeMs + plan.scenario.idleMs + GRACE_MS);
  const lines: WorkerLine[] = [];
  await using gateway = await openGateway({
    argv: [process.execPath, fileURLToPath(import.meta.resolve("./worker.ts")), planFile],
    scratchFolder,
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    onLine(text) {
      const line = workerLine.parse(JSON.parse(text));
      lines.push(line);
      if (line.kind === "phase")
        onProgress({ kind: "session-phase", session: plan.session, phase: line.phase, state: line.state });
      if (line.kind === "end") onProgress({ ...line, kind: "session-end", session: plan.session });
    },
  });
  const exit = await gateway.exited;
  signal?.throwIfAborted();
  const refused = lines.find((line) => line.kind === "usage-error");
  if (refused) throw new UsageError(refused.message);
  if (lines.some((line) => line.kind === "end")) return;
  // The capture is kept: it reads up to this moment and says itself that it has no end.
  if (deadline.aborted) {
    onProgress({
      kind: "session-end",
      session: plan.session,
      outcome: "timed-out",
      exchanges: 0,
      durationMs: plan.limits.timeMs,
    });
    return;
  }
  throw new Error(
    `session ${plan.session}: the worker ended early (${exit.signal ?? exit.code}): ${exit.stderr.trim()}`,
  );
}
