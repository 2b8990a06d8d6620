import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { analyze } from "./analysis/analyze.ts";
import { runSessions } from "./campaign/run-sessions.ts";
import {
  captureFolder,
  openBundleFolder,
  readBundle,
  sealBundle,
  writeRequest,
  writeWhole,
} from "./capture/bundle.ts";
import type { SessionCapture } from "./capture/reader.ts";
import type { Audit } from "./model/audit.ts";
import { UsageError } from "./model/errors.ts";
import type { OnProgress } from "./model/progress.ts";
import type { Limits, SessionPlan } from "./model/session-plan.ts";
import type { Target } from "./model/target.ts";
import type { ModelProtocol } from "./model/vocabulary.ts";
import { renderHtml } from "./report/html.ts";
import { exporters } from "./report/index.ts";
import { renderJson } from "./report/json.ts";
import { scenarios } from "./scenario/index.ts";
import { profileFor } from "./target/profiles/index.ts";
import { resolveTarget } from "./target/resolve.ts";
import { plainwireVersion } from "./version.ts";

/** What to audit and how. Whatever differs from {@link DEFAULTS} is listed in the audit as a deviation. */
export interface AuditRequest {
  spec: string;
  out?: string;
  run?: string[];
  protocol?: ModelProtocol;
  scenario: string;
  /** Identical sessions, beside the idle one. */
  replicates: number;
  /** How long the idle replicate is kept waiting before its last answer; 0 leaves it out. */
  idleMs: number;
  jobs: number;
  /** No session is started after this much time. */
  budgetMs: number;
  seed: number;
  resume: boolean;
  limits: Limits;
}

const MIB = 1 << 20;
export const DEFAULTS: Omit<AuditRequest, "spec"> = {
  scenario: "standard",
  replicates: 3,
  idleMs: 95_000,
  jobs: 2,
  budgetMs: 30 * 60_000,
  seed: 1,
  resume: false,
  limits: {
    memoryBytes: 4096 * MIB,
    processes: 512,
    diskBytes: 2048 * MIB,
    timeMs: 120_000,
    bodyBytes: 32 * MIB,
    captureBytes: 2048 * MIB,
  },
};

/** The straight line: record on the live side, judge on the still side. Returns the audit and its bundle's folder. */
export async function audit(
  request: AuditRequest,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<{ audit: Audit; folder: string }> {
  const folder = await record(request, onProgress, signal);
  onProgress({ kind: "step", text: "judging the capture" });
  return { audit: await judge(folder), folder };
}

/** Live half: runs the sessions and leaves their captures in a bundle, whose folder it returns. */
export async function record(
  request: AuditRequest,
  onProgress: OnProgress,
  signal?: AbortSignal,
): Promise<string> {
  const scenarioFor = scenarios[request.scenario];
  if (!scenarioFor)
    throw new UsageError(
      `There is no scenario ${request.scenario}: choose ${Object.keys(scenarios).join(" or ")}.`,
    );
  const target = await resolveTarget(request.spec, {
    ...(request.run ? { run: request.run } : {}),
    onProgress,
    ...(signal ? { signal } : {}),
  });
  const folder = request.out ? resolve(request.out) : defaultFolder(target, request.resume);
  await openBundleFolder(folder, request.resume);
  const plans = planSessions(request, target, folder, scenarioFor);
  await writeRequest(folder, {
    schemaVersion: 1,
    plainwireVersion,
    ...describeConfiguration(request),
    sessions: plans.map((plan) => plan.session),
  });
  await runSessions(plans, { ...request, onProgress, ...(signal ? { signal } : {}) });
  return folder;
}

/** Still half: reads the bundle's captures, writes `audit.json` and `report.html` anew and seals the bundle. */
export async function judge(folder: string): Promise<Audit> {
  using bundle = await readBundle(folder);
  const result = analyze(bundle.sessions, { ...bundle.request, plainwireVersion, missing: bundle.missing });
  const source = evidenceOf(bundle.sessions);
  await writeWhole(join(folder, "audit.json"), renderJson(result));
  await writeWhole(join(folder, "report.html"), renderHtml(result, source));
  await sealBundle(folder);
  return result;
}

/** Writes the exports asked for beside `audit.json`, seals the bundle again, and returns the paths written. */
export async function exportBundle(folder: string, formats: string[]): Promise<string[]> {
  const result = await judge(folder);
  using bundle = await readBundle(folder);
  const source = evidenceOf(bundle.sessions);
  const paths: string[] = [];
  for (const exporter of exporters.filter(({ id }) => formats.includes(id))) {
    const path = join(folder, `${exporter.id === "json" ? "audit" : "report"}.${exporter.extension}`);
    await writeWhole(path, exporter.render(result, source));
    paths.push(path);
  }
  await sealBundle(folder);
  return paths;
}

/** Recorded bytes and events, for the report to cite. */
function evidenceOf(captures: SessionCapture[]) {
  const sessions = new Map(captures.map((capture) => [capture.session, capture]));
  return {
    readBlob: (session: string, digest: string) => sessions.get(session)!.blob(digest),
    eventsOf: (session: string) => sessions.get(session)?.events ?? [],
  };
}

/** Replicates of the baseline environment, then one that is kept idle; the longest is started first. */
function planSessions(
  request: AuditRequest,
  target: Target,
  folder: string,
  scenarioFor: (typeof scenarios)[string],
): SessionPlan[] {
  const profile = profileFor(target.profile);
  const plan = (session: string, replicate: number, idleMs: number): SessionPlan => ({
    session,
    replicate,
    environment: {},
    target,
    profile,
    ...(request.run ? { run: request.run } : {}),
    ...(request.protocol ? { protocol: request.protocol } : {}),
    scenario: scenarioFor({ seed: request.seed, idleMs, profile }),
    limits: request.limits,
    captureFolder: captureFolder(folder, session),
  });
  const plans = Array.from({ length: request.replicates }, (_, index) =>
    plan(`baseline-${index + 1}`, index + 1, 0),
  );
  return request.idleMs > 0 ? [plan("idle-1", 1, request.idleMs), ...plans] : plans;
}

/** `audits/<name>-<version>`, or with the first free number after it: an earlier bundle is never overwritten. */
function defaultFolder(target: Target, resume: boolean): string {
  const base = resolve("audits", `${target.name}-${target.version}`);
  if (resume) return base;
  for (let number = 1; ; number++) {
    const folder = number === 1 ? base : `${base}-${number}`;
    if (!existsSync(folder)) return folder;
  }
}

function describeConfiguration(request: AuditRequest) {
  const { spec, out: _out, resume: _resume, ...configuration } = request;
  const deviations = Object.entries(configuration)
    .filter(
      ([key, value]) => JSON.stringify(value) !== JSON.stringify(DEFAULTS[key as keyof typeof DEFAULTS]),
    )
    .map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  return { configuration: { spec, ...configuration }, deviations };
}
