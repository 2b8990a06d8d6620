import { decodeBody } from "../decode/decode.ts";
import type { Audit, Evidence } from "../model/audit.ts";
import type { Leaf } from "../model/decoded.ts";
import type { CaptureEvent, EventOf, Headers } from "../model/event.ts";
import type { EvidenceSource } from "./evidence-source.ts";
import { excerptOfBytes, excerptOfText, excerptSize, openingOfBytes, type Excerpt } from "./excerpt.ts";

/** One exchange that something in the report cites. */
export interface CitedExchange {
  /** Id of its place on the page. */
  anchor: string;
  session: string;
  exchange: string;
  /** Absent when the report was made without the session's events. */
  event?: EventOf<"exchange">;
}

export interface ShownEvidence {
  evidence: Evidence;
  cited?: CitedExchange;
  /** Absent when the budget is spent (`leftOut`) or the bytes could not be read (`problem`). */
  excerpt?: Excerpt;
  problem?: string;
  /** Other sessions whose evidence reads the same. */
  alsoIn: string[];
}

type Reading = Pick<ShownEvidence, "excerpt" | "problem">;

/** What the cited bytes are said to hold. */
interface Claim {
  pointer?: string;
  canary?: string;
}

/** The evidence that goes into one page, and a count of what does not. */
export interface EvidenceBook {
  /** The first few of `evidence` that read differently, one per session where possible. */
  show(evidence: readonly Evidence[], claim: Claim): ShownEvidence[];
  /** Text of a cited blob from its beginning, at most `limit` bytes; nothing once the budget is spent. */
  opening(session: string, digest: string, limit: number): Reading;
  cited(): CitedExchange[];
  exchangesOf(session: string): EventOf<"exchange">[];
  phasesOf(session: string): EventOf<"phase">[];
  /** True when session events were at hand. */
  hasEvents: boolean;
  /** Excerpts that did not fit. */
  leftOut(): number;
}

const SHOWN_PER_CLAIM = 4;
const TRIED_PER_CLAIM = 16;
const COMPRESSIONS = new Set(["gzip", "zstd", "deflate", "br"]);

/** @param budget characters of captured text the page may carry, before escaping. */
export function openEvidenceBook(audit: Audit, source: EvidenceSource, budget: number): EvidenceBook {
  const events = new Map(
    audit.sessions.map(({ id }) => [id, source.eventsOf?.(id) ?? ([] as readonly CaptureEvent[])]),
  );
  const exchanges = new Map([...events].map(([session, list]) => [session, exchangesById(list)]));
  const canaries = new Map([...events].map(([session, list]) => [session, plantedValues(list)]));
  const leaves = rememberingLast<Leaf[]>(64);
  const cited = new Map<string, CitedExchange>();
  const spent = { characters: 0, leftOut: 0 };

  function cite(evidence: Evidence): CitedExchange | undefined {
    const { session, exchange } = evidence;
    if (exchange === undefined) return undefined;
    const key = JSON.stringify([session, exchange]);
    const event = exchanges.get(session)?.get(exchange);
    const known = cited.get(key);
    const entry = known ?? {
      anchor: `exchange-${cited.size + 1}`,
      session,
      exchange,
      ...(event && { event }),
    };
    cited.set(key, entry);
    return entry;
  }

  function excerptOf(evidence: Evidence, claim: Claim): Excerpt {
    const event = exchanges.get(evidence.session)?.get(evidence.exchange ?? "");
    const bytes = source.readBlob(evidence.session, evidence.blob);
    const key = `${evidence.session} ${evidence.blob}`;
    const isBody = event === undefined || event.requestBody === evidence.blob;
    const inBody = isBody && claim.pointer?.startsWith("/");
    const decoded = inBody ? leaves(key, () => decodeBody(bytes, bodyHead(event)).leaves) : [];
    const planted =
      claim.canary === undefined ? undefined : canaries.get(evidence.session)?.get(claim.canary);
    const leaf = leafAt(decoded, claim.pointer, planted);
    const compressed = leaf?.encodings.some((layer) => COMPRESSIONS.has(layer));
    return compressed ? excerptOfText(leaf!.text!, planted) : excerptOfBytes(bytes, evidence.range);
  }

  /** Takes the excerpt out again when the budget does not allow it. */
  function afford(read: Reading): Reading {
    if (read.excerpt === undefined) return read;
    const size = spent.characters + excerptSize(read.excerpt);
    if (size <= budget) spent.characters = size;
    else spent.leftOut++;
    return size <= budget ? read : {};
  }

  function placed(evidence: Evidence): Pick<ShownEvidence, "evidence" | "cited"> {
    const entry = cite(evidence);
    return { evidence, ...(entry && { cited: entry }) };
  }

  return {
    show(evidence, claim) {
      const distinct = new Map<string, ShownEvidence>();
      for (const item of oneOfEachSession(evidence, TRIED_PER_CLAIM)) {
        const read = readOrSay(() => excerptOf(item, claim));
        const reading = JSON.stringify(read);
        const same = distinct.get(reading);
        if (same) same.alsoIn.push(item.session);
        else if (distinct.size < SHOWN_PER_CLAIM)
          distinct.set(reading, { ...placed(item), ...afford(read), alsoIn: [] });
      }
      return [...distinct.values()];
    },
    opening: (session, digest, limit) =>
      afford(readOrSay(() => openingOfBytes(source.readBlob(session, digest), limit))),
    cited: () => [...cited.values()].sort(inOrderOfTime),
    exchangesOf: (session) => [...(exchanges.get(session)?.values() ?? [])],
    phasesOf: (session) => (events.get(session) ?? []).filter((event) => event.kind === "phase"),
    hasEvents: source.eventsOf !== undefined,
    leftOut: () => spent.leftOut,
  };
}

/** A capture may be damaged: what could not be read is said where it would have stood. */
function readOrSay(read: () => Excerpt): Reading {
  try {
    return { excerpt: read() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function exchangesById(events: readonly CaptureEvent[]): Map<string, EventOf<"exchange">> {
  return new Map(events.filter((event) => event.kind === "exchange").map((event) => [event.exchange, event]));
}

/** Values of the canaries in the session's plan, by id; the plan is read leniently, it only helps to highlight. */
function plantedValues(events: readonly CaptureEvent[]): Map<string, string> {
  const start = events.find((event) => event.kind === "session-start");
  const plan = start?.plan as { scenario?: { canaries?: unknown } } | null | undefined;
  const listed = plan?.scenario?.canaries;
  const found = new Map<string, string>();
  for (const canary of Array.isArray(listed) ? (listed as { id?: unknown; value?: unknown }[]) : [])
    if (typeof canary?.id === "string" && typeof canary.value === "string")
      found.set(canary.id, canary.value);
  return found;
}

function inOrderOfTime(a: CitedExchange, b: CitedExchange): number {
  if (a.session !== b.session) return a.session < b.session ? -1 : 1;
  return (a.event?.startedAtMs ?? 0) - (b.event?.startedAtMs ?? 0);
}

/** The field at `pointer`. A member's name shares its pointer with the value: it is meant only when it holds the value. */
function leafAt(leaves: Leaf[], pointer: string | undefined, planted: string | undefined): Leaf | undefined {
  const there = leaves.filter((leaf) => leaf.pointer === pointer && leaf.text !== undefined);
  const holding = planted === undefined ? undefined : there.find(({ text }) => text!.includes(planted));
  return holding ?? there.find(({ kind }) => kind !== "key");
}

function bodyHead(event: EventOf<"exchange"> | undefined): {
  contentType?: string;
  contentEncoding?: string;
} {
  const contentType = headerValue(event?.requestHeaders ?? [], "content-type");
  const contentEncoding = headerValue(event?.requestHeaders ?? [], "content-encoding");
  return {
    ...(contentType !== undefined && { contentType }),
    ...(contentEncoding !== undefined && { contentEncoding }),
  };
}

function headerValue(headers: Headers, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** At most `limit`, taking a first one of every session before a second of any. */
function oneOfEachSession(evidence: readonly Evidence[], limit: number): Evidence[] {
  const seen = new Set<string>();
  const first = evidence.filter(({ session }) => !seen.has(session) && seen.add(session));
  const rest = evidence.slice(0, limit + first.length).filter((item) => !first.includes(item));
  return [...first, ...rest].slice(0, limit);
}

/** Keeps the last `size` results: decoding a large body once per claim would be slow, keeping all would be large. */
function rememberingLast<T>(size: number) {
  const kept = new Map<string, T>();
  return (key: string, read: () => T): T => {
    const known = kept.get(key);
    if (known !== undefined) return known;
    const value = read();
    if (kept.size >= size) kept.delete(kept.keys().next().value!);
    kept.set(key, value);
    return value;
  };
}
