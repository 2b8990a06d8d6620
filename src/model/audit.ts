import { z } from "zod";
import { digestSchema, evidenceRangeSchema } from "./event.ts";
import {
  CHANNEL_PROTOCOLS,
  CONFIDENCES,
  DATA_CATEGORIES,
  FACTOR_NAMES,
  FILE_CLASSES,
  FINDING_KINDS,
  LEVELS,
  PARTIES,
  PHASES,
  SESSION_OUTCOMES,
} from "./vocabulary.ts";

/** `audit.json`, version 1: what other programs may rely on. `schema/audit.json` is generated from here. */

const phase = z.enum(PHASES);
const count = z.int().min(0);

/** Where the bytes are that show it: a range of a blob of a session, and the exchange it belongs to. */
const evidenceSchema = z.object({
  session: z.string(),
  exchange: z.string().optional(),
  blob: digestSchema,
  range: evidenceRangeSchema,
});

const destinationSchema = z.object({
  host: z.string(),
  port: z.int(),
  protocol: z.enum(CHANNEL_PROTOCOLS),
  party: z.enum(PARTIES),
  /** The rule that gave `party`, in words. */
  partyRule: z.string(),
  documented: z.enum(["yes", "no", "no-source"]),
  exchanges: count,
  sentBytes: count,
  receivedBytes: count,
  phases: z.array(phase),
  endpoints: z.array(
    z.object({ method: z.string(), path: z.string(), count, phases: z.array(phase), improvised: count }),
  ),
});

const channelSchema = z.object({
  protocol: z.enum(CHANNEL_PROTOCOLS),
  host: z.string(),
  port: z.int(),
  method: z.string().optional(),
  path: z.string().optional(),
  pointer: z.string(),
  description: z.string(),
});

const findingSchema = z.object({
  /** Fingerprint: the same for the same fact in every audit of the target. */
  id: z.string(),
  kind: z.enum(FINDING_KINDS),
  level: z.enum(LEVELS),
  confidence: z.enum(CONFIDENCES),
  title: z.string(),
  factors: z.array(
    z.object({
      name: z.enum(FACTOR_NAMES),
      source: z.string(),
      levels: z.array(z.string()),
      baseline: z.string(),
    }),
  ),
  condition: z.unknown().optional(),
  values: z.array(
    z.object({
      environment: z.record(z.string(), z.string()),
      runs: count,
      preview: z.string(),
      codePoints: z.string().optional(),
      digest: digestSchema.optional(),
    }),
  ),
  channel: channelSchema.optional(),
  overt: z.boolean().optional(),
  mechanical: z.boolean().optional(),
  capacityBits: z.number().optional(),
  data: z.array(z.enum(DATA_CATEGORIES)),
  encodings: z.array(z.string()),
  support: z.object({
    effectRuns: count,
    effectSeen: count,
    controlRuns: count,
    controlSeen: count,
    test: z.string().optional(),
    q: z.number().optional(),
  }),
  /** Improvised answers the tool had received before this was first seen: it may have acted on them. */
  improvisedBefore: count,
  evidence: z.array(evidenceSchema),
  staticIds: z.array(z.string()),
  limits: z.string(),
});

export const auditSchema = z.object({
  schemaVersion: z.literal(1),
  plainwire: z.object({
    version: z.string(),
    configuration: z.record(z.string(), z.unknown()),
    deviations: z.array(z.string()),
  }),
  target: z.object({
    name: z.string(),
    version: z.string(),
    source: z.string(),
    spec: z.string(),
    digest: z.string(),
    form: z.string(),
    profile: z.string(),
  }),
  exercised: z.object({
    scenario: z.string(),
    phases: z.array(
      z.object({
        id: phase,
        state: z.enum(["done", "not-offered", "failed"]),
        reason: z.string().optional(),
        declared: z.array(z.string()).optional(),
      }),
    ),
    drivers: z.array(z.string()),
    longestIdleMs: z.number(),
    improvisedAnswers: count,
  }),
  sessions: z.array(
    z.object({
      id: z.string(),
      environment: z.record(z.string(), z.string()),
      replicate: z.int(),
      outcome: z.enum(SESSION_OUTCOMES),
      reason: z.string().optional(),
      wallTime: z.string(),
      durationMs: z.number(),
      exchanges: count,
    }),
  ),
  destinations: z.array(destinationSchema),
  findings: z.array(findingSchema),
  /** Every canary hit, grouped: the cells of the destination × data matrix. */
  flows: z.array(
    z.object({
      host: z.string(),
      port: z.int(),
      protocol: z.enum(CHANNEL_PROTOCOLS),
      data: z.enum(DATA_CATEGORIES),
      canary: z.string(),
      planted: z.string(),
      encodings: z.array(z.string()),
      pointer: z.string(),
      count,
      phases: z.array(phase),
      evidence: z.array(evidenceSchema),
    }),
  ),
  plan: z.object({
    factors: z.array(z.string()),
    pairsCovered: count,
    pairsUncovered: z.array(z.string()),
    sessionsRun: count,
    whyStopped: z.string(),
  }),
  noise: z.array(z.object({ where: z.string(), model: z.string(), runs: count })),
  optOuts: z.array(z.unknown()),
  observer: z.array(z.unknown()),
  detectionLimits: z.array(
    z.object({ channelType: z.string(), size: z.number(), foundShare: z.number(), trials: count }),
  ),
  static: z.object({
    artifacts: z.array(z.unknown()),
    decoded: z.array(z.unknown()),
    probes: z.array(z.unknown()),
    selectors: z.array(z.unknown()),
    flows: z.array(z.unknown()),
    endpoints: z.array(z.unknown()),
  }),
  processes: z.array(
    z.object({
      id: z.string(),
      session: z.string(),
      argv: z.array(z.string()),
      parent: z.string().optional(),
      phase,
      requestedByModel: z.boolean(),
    }),
  ),
  files: z.array(
    z.object({
      id: z.string(),
      session: z.string(),
      phase,
      path: z.string(),
      mode: z.string(),
      process: z.string(),
      class: z.enum(FILE_CLASSES),
      contentSent: z.boolean(),
    }),
  ),
  gaps: z.array(z.object({ where: z.string(), reason: z.string(), count })),
});

export type Evidence = z.infer<typeof evidenceSchema>;
export type Destination = z.infer<typeof destinationSchema>;
export type Channel = z.infer<typeof channelSchema>;
export type Finding = z.infer<typeof findingSchema>;
export type Audit = z.infer<typeof auditSchema>;
export type DataFlow = Audit["flows"][number];
