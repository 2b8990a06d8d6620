import type { Audit, DataFlow } from "../model/audit.ts";
import { PHASES } from "../model/vocabulary.ts";
import { attribute, type SessionView } from "./attribute.ts";
import { listDestinations, placeOf } from "./destinations.ts";
import { fileClassifier } from "./file-access.ts";
import { findAll } from "./findings.ts";
import { findHits, type Hit } from "./hits.ts";
import { listGaps } from "./list-gaps.ts";
import type { SessionRecord } from "./session-record.ts";

export interface AnalysisOptions {
  plainwireVersion: string;
  configuration: Record<string, unknown>;
  deviations: string[];
  /** Planned sessions without a readable capture. */
  missing: string[];
}

const EVIDENCE_KEPT = 8;

/**
 * Judges captures: pure, so that the same captures give the same audit, byte for byte.
 * @throws UsageError when there is no session, or one holds no plan.
 */
export function analyze(records: readonly SessionRecord[], options: AnalysisOptions): Audit {
  const views = records.map(attribute);
  const found = views.map(findHits);
  const hits = found.flatMap((each) => each.hits);
  const destinations = listDestinations(views);
  const { target, scenario } = views[0]!.plan;
  return {
    schemaVersion: 1,
    plainwire: {
      version: options.plainwireVersion,
      configuration: options.configuration,
      deviations: options.deviations,
    },
    target: {
      name: target.name,
      version: target.version,
      source: target.source,
      spec: target.spec,
      digest: target.digest,
      form: target.form,
      profile: target.profile,
    },
    exercised: {
      scenario: scenario.id,
      phases: exercisedPhases(views),
      drivers: ["headless"],
      longestIdleMs: Math.max(...views.map((view) => view.plan.scenario.idleMs)),
      improvisedAnswers: views.flatMap((view) => view.exchanges).filter(({ event }) => event.improvised)
        .length,
    },
    sessions: views.map(describeSession),
    destinations,
    findings: findAll({ views, hits, destinations }),
    flows: listFlows(hits),
    plan: {
      factors: [],
      pairsCovered: 0,
      pairsUncovered: [],
      sessionsRun: views.length,
      whyStopped: "the environment was not varied: this version runs no experiment",
    },
    noise: [],
    optOuts: [],
    observer: [],
    detectionLimits: [],
    static: { artifacts: [], decoded: [], probes: [], selectors: [], flows: [], endpoints: [] },
    processes: views.flatMap(listProcesses),
    files: views.flatMap((view, index) => listFiles(view, found[index]!.hits)),
    gaps: listGaps(
      views,
      found.flatMap((each) => each.gaps),
      options.missing,
    ),
  };
}

/** A phase is done when any session did it; states in the order in which a session meets them. */
function exercisedPhases(views: readonly SessionView[]): Audit["exercised"]["phases"] {
  const events = views.flatMap((view) => view.of("phase"));
  return PHASES.flatMap((id) => {
    const own = events.filter((event) => event.id === id && event.state !== "started");
    const best =
      own.find(({ state }) => state === "done") ?? own.find(({ state }) => state === "not-offered") ?? own[0];
    if (!best || best.state === "started") return [];
    return [{ id, state: best.state, ...(best.reason === undefined ? {} : { reason: best.reason }) }];
  });
}

function describeSession(view: SessionView): Audit["sessions"][number] {
  const end = view.of("session-end")[0];
  return {
    id: view.id,
    environment: view.plan.environment,
    replicate: view.plan.replicate,
    outcome: end?.outcome ?? "crashed",
    ...(end?.reason === undefined ? {} : { reason: end.reason }),
    wallTime: view.record.start.wallTime,
    durationMs: end?.durationMs ?? view.record.events.at(-1)!.atMs,
    exchanges: view.exchanges.length,
  };
}

function listFlows(hits: readonly Hit[]): DataFlow[] {
  const groups = Map.groupBy(hits, ({ exchange, canary, encodings, pointer }) =>
    JSON.stringify([placeOf(exchange), canary.id, encodings, pointer]),
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, same]) => {
      const { exchange, canary, encodings, pointer } = same[0]!;
      return {
        host: exchange.host,
        port: exchange.port,
        protocol: exchange.protocol,
        data: canary.data,
        canary: canary.id,
        planted: canary.planted,
        encodings,
        pointer,
        count: same.length,
        phases: [...new Set(same.map((hit) => hit.exchange.phase))],
        evidence: same.flatMap(({ evidence }) => evidence ?? []).slice(0, EVIDENCE_KEPT),
      };
    });
}

function listProcesses({ id: session, processes }: SessionView): Audit["processes"] {
  return processes.map(({ id, argv, parent, phase, requestedByModel }) => ({
    id,
    session,
    argv,
    ...(parent ? { parent: parent.id } : {}),
    phase,
    requestedByModel,
  }));
}

/** Where opened files were not traced, those whose content was seen leaving are still listed: they must have been read. */
function listFiles(view: SessionView, hits: readonly Hit[]): Audit["files"] {
  const sent = new Map(
    hits.flatMap((hit) => (hit.canary.path === undefined ? [] : [[hit.canary.path, hit] as const])),
  );
  const opened = view.files.map(({ id, phase, path, mode, process, class: fileClass }) => ({
    id,
    session: view.id,
    phase,
    path,
    mode: mode as string,
    process: process?.id ?? "not recorded",
    class: fileClass,
    contentSent: sent.has(path),
  }));
  const known = new Set(opened.map(({ path }) => path));
  const classOf = fileClassifier(view.plan);
  const inferred = [...sent]
    .filter(([path]) => !known.has(path))
    .map(([path, { exchange }]) => ({
      id: `sent:${path}`,
      session: view.id,
      phase: exchange.phase,
      path,
      mode: "read",
      process: "not recorded",
      class: classOf(path),
      contentSent: true,
    }));
  return [...opened, ...inferred];
}
