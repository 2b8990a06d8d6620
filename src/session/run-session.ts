import { createCapture, type CaptureWriter } from "../capture/writer.ts";
import { createAuthority } from "../interceptor/certificate-authority.ts";
import { startInterceptor } from "../interceptor/interceptor.ts";
import { createNameTable } from "../interceptor/name-table.ts";
import { openLab, type Lab, type RunExit } from "../lab/launch.ts";
import { originalDestination } from "../lab/original-destination.ts";
import { answerEveryAddress } from "../lab/tool-network.ts";
import type { SessionPlan } from "../model/session-plan.ts";
import type { Phase, SessionOutcome } from "../model/vocabulary.ts";
import { headlessLaunches, type Launch } from "../scenario/headless.ts";
import { createAnswerer } from "../services/answerer.ts";
import { holdLastAnswer } from "./hold-last-answer.ts";
import { installFolder, placeRunWords, programFor } from "./layout.ts";
import { runLifecycle } from "./lifecycle.ts";
import { trackPhases, type PhaseState, type PhaseTracker } from "./phases.ts";

export interface SessionResult {
  outcome: SessionOutcome;
  exchanges: number;
  durationMs: number;
}

interface Ended {
  outcome: SessionOutcome;
  reason?: string;
}

/** Offers the lab's CA in every way a program may look for it; the system bundle has it too. */
const CA_BUNDLE = "/etc/ssl/certs/ca-certificates.crt";
const CA_ENVIRONMENT = { NODE_EXTRA_CA_CERTS: CA_BUNDLE, SSL_CERT_FILE: CA_BUNDLE };

/**
 * Runs one session inside the closed namespaces and writes its capture: set-up (not recorded as the tool's),
 * install scripts, first prompt, second prompt, exit.
 *
 * @throws UsageError when the machine lacks what the lab needs. What the tool does wrong is an outcome.
 */
export async function runSession(
  plan: SessionPlan,
  onPhase: (phase: Phase, state: PhaseState) => void,
): Promise<SessionResult> {
  using recorder = createCapture(plan.captureFolder);
  const wallTime = new Date().toISOString();
  recorder.append({ kind: "session-start", session: plan.session, schemaVersion: 1, wallTime, plan });
  const phases = trackPhases(recorder, expectedPhases(plan), onPhase);
  const ended = await runInLab(plan, recorder, phases);
  phases.finish(ended.reason ?? "the session never came to it");
  const durationMs = Math.round(recorder.nowMs());
  recorder.append({ kind: "session-end", ...ended, durationMs });
  return { outcome: ended.outcome, exchanges: recorder.count("exchange"), durationMs };
}

function expectedPhases(plan: SessionPlan): Phase[] {
  const steps = plan.scenario.prompts.flatMap((prompt) => [
    prompt.phase,
    ...prompt.steps.map((step) => step.phase),
  ]);
  const phases: Phase[] = ["startup", ...steps, "exit"];
  if (plan.target.lifecycle.length > 0) phases.unshift("install");
  if (plan.scenario.idleMs > 0) phases.push("idle");
  return [...new Set(phases)];
}

async function runInLab(plan: SessionPlan, recorder: CaptureWriter, phases: PhaseTracker): Promise<Ended> {
  const { scenario, limits, target } = plan;
  const ca = await createAuthority({});
  const answerer = createAnswerer({
    scenario,
    ...(plan.protocol ? { protocol: plan.protocol } : {}),
    versions: { [target.name]: target.version },
    onStep(step) {
      recorder.append({ kind: "model-step", ...step });
      if (step.state === "requested") phases.enter(step.phase);
      if (step.state === "not-offered") phases.notOffered(step.phase, "the request declared no tool for it");
    },
  });
  await using interceptor = await startInterceptor({
    recorder,
    answerer: holdLastAnswer(answerer, scenario, phases),
    listenPort: 0,
    dnsPort: 0,
    host: "::",
    ca,
    originalDestination,
    names: createNameTable(scenario.seed),
    limits,
    searchDomain: scenario.machine.searchDomain,
  });
  await answerEveryAddress({ interceptorPort: interceptor.port, dnsPort: interceptor.dnsPort });
  await using lab = await openLab({
    machine: scenario.machine,
    limits,
    files: scenario.files,
    target: { folder: target.folder, mountedAt: installFolder(plan) },
    caCertificatePem: ca.certificatePem,
    recorder,
  });
  // Awaited here: the lab and the interceptor must outlast the run.
  return await runPhases(plan, lab, phases);
}

async function runPhases(plan: SessionPlan, lab: Lab, phases: PhaseTracker): Promise<Ended> {
  const launches = headlessLaunches(plan.scenario, plan.profile, plan.run);
  await setUpWorkspace(plan, lab, launches[0]!.env);
  if (plan.target.lifecycle.length > 0) {
    phases.enter("install");
    await runLifecycle(plan, lab, { ...launches[0]!.env, ...CA_ENVIRONMENT });
  }
  phases.enter("startup");
  let exit: RunExit = { code: 0, signal: null };
  for (const launch of launches) {
    if (launch.phase === "second-prompt") phases.enter("second-prompt");
    exit = await startTool(plan, lab, launch);
    if (exit === "timed-out") return { outcome: "timed-out", reason: "the tool did not end within its time" };
  }
  phases.enter("exit");
  if (exit.code === 0) return { outcome: "completed" };
  return { outcome: "crashed", reason: `the tool ended with ${exit.signal ?? `status ${exit.code}`}` };
}

async function startTool(plan: SessionPlan, lab: Lab, launch: Launch): Promise<RunExit> {
  const argv = plan.run ? placeRunWords(plan, launch.argv) : [...programFor(plan), ...launch.argv];
  const { exit } = await lab.run({
    argv,
    env: { TERM: "xterm-256color", ...launch.env, ...CA_ENVIRONMENT },
    cwd: launch.cwd,
    timeMs: plan.limits.timeMs + plan.scenario.idleMs,
    launch: launch.phase,
  });
  return exit;
}

async function setUpWorkspace(plan: SessionPlan, lab: Lab, env: Record<string, string>): Promise<void> {
  const cwd = plan.scenario.machine.workspace;
  for (const argv of plan.scenario.setUp) {
    const { exit, stderr } = await lab.run({ argv, env, cwd, timeMs: 30_000 });
    if (exit === "timed-out" || exit.code !== 0)
      throw new Error(
        `setting up the workspace failed: ${argv.join(" ")}: ${stderr.toString().slice(0, 2_000)}`,
      );
  }
}
