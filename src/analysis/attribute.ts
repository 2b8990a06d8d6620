/**
 * Analysis: from captures to an audit, and nothing else; the same captures give the same audit, byte for byte.
 * A *view* is one session read into related things: exchanges with their flows and messages, processes with
 * their ancestors, files with their class. A *part* is one run of bytes that left the machine; a *hit* is a
 * canary found in a part, in whatever form; a *place* is where hits and findings happened (host, endpoint,
 * pointer). A *detector* turns views and hits into findings; its level comes from one table, `levels.ts`.
 */
import type { EventKind, EventOf } from "../model/event.ts";
import type { SessionPlan } from "../model/session-plan.ts";
import type { ChannelProtocol, Phase } from "../model/vocabulary.ts";
import { attributeFiles, type FileView } from "./file-access.ts";
import { attributeProcesses, type ProcessView } from "./process-tree.ts";
import { planOf, type SessionRecord } from "./session-record.ts";

/** Where bytes went: one row of the audit's destinations. */
interface Endpoint {
  host: string;
  port: number;
  protocol: ChannelProtocol;
}

export interface ExchangeView extends Endpoint {
  event: EventOf<"exchange">;
  id: string;
  phase: Phase;
  /** Path without the query. */
  path: string;
  messages: EventOf<"message">[];
}

export interface FlowView extends Endpoint {
  id: string;
  open: EventOf<"flow-open">;
  tls?: EventOf<"flow-tls">;
  close?: EventOf<"flow-close">;
  exchanges: ExchangeView[];
}

export interface SessionView {
  id: string;
  record: SessionRecord;
  plan: SessionPlan;
  exchanges: ExchangeView[];
  flows: FlowView[];
  processes: ProcessView[];
  files: FileView[];
  /** Events of one kind, in order. */
  of<K extends EventKind>(kind: K): EventOf<K>[];
  /** Improvised answers the tool had received before ordinal `n`. */
  improvisedBefore(n: number): number;
}

export function attribute(record: SessionRecord): SessionView {
  const plan = planOf(record);
  const byKind = Map.groupBy(record.events, (event) => event.kind);
  const of = <K extends EventKind>(kind: K) => (byKind.get(kind) ?? []) as EventOf<K>[];
  const messages = Map.groupBy(of("message"), (message) => message.exchange);
  const exchanges = of("exchange").map((event) => exchangeView(event, messages.get(event.exchange) ?? []));
  const processes = attributeProcesses(of("process-start"), of("model-step"));
  return {
    id: record.session,
    record,
    plan,
    exchanges,
    flows: flowViews(of("flow-open"), of("flow-tls"), of("flow-close"), exchanges),
    processes,
    files: attributeFiles(of("file-open"), processes, plan),
    of,
    improvisedBefore: (n) => exchanges.filter(({ event }) => event.improvised && event.n < n).length,
  };
}

function exchangeView(event: EventOf<"exchange">, messages: EventOf<"message">[]): ExchangeView {
  return {
    event,
    id: event.exchange,
    host: event.host.toLowerCase(),
    port: event.port,
    protocol: exchangeProtocol(event, messages),
    phase: event.startedInPhase,
    path: event.target.split("?", 1)[0]!,
    messages,
  };
}

function exchangeProtocol(event: EventOf<"exchange">, messages: EventOf<"message">[]): ChannelProtocol {
  if (messages.length > 0 || headerOf(event.requestHeaders, "upgrade")?.toLowerCase() === "websocket")
    return event.scheme === "https" ? "wss" : "ws";
  if (headerOf(event.requestHeaders, "content-type")?.startsWith("application/grpc")) return "grpc";
  return event.scheme;
}

/** First value of a header, its name compared without case (RFC 9110, 5.1). */
export function headerOf(headers: readonly [string, string][], name: string): string | undefined {
  return headers.find(([key]) => key.toLowerCase() === name)?.[1];
}

function flowViews(
  opens: EventOf<"flow-open">[],
  handshakes: EventOf<"flow-tls">[],
  closes: EventOf<"flow-close">[],
  exchanges: ExchangeView[],
): FlowView[] {
  const tlsOf = new Map(handshakes.map((event) => [event.flow, event]));
  const closeOf = new Map(closes.map((event) => [event.flow, event]));
  const exchangesOf = Map.groupBy(exchanges, ({ event }) => event.flow);
  return opens.map((open) => {
    const tls = tlsOf.get(open.flow);
    const close = closeOf.get(open.flow);
    const inside = exchangesOf.get(open.flow) ?? [];
    const first = inside[0];
    return {
      id: open.flow,
      open,
      ...(tls ? { tls } : {}),
      ...(close ? { close } : {}),
      exchanges: inside,
      host: first?.host ?? (tls?.serverName ?? open.name ?? open.upstream.address).toLowerCase(),
      port: first?.port ?? open.upstream.port,
      protocol: first?.protocol ?? bareProtocol(tls, close),
    };
  });
}

/** What a flow without any exchange spoke, as far as its first bytes told. */
function bareProtocol(tls?: EventOf<"flow-tls">, close?: EventOf<"flow-close">): ChannelProtocol {
  if (close?.protocol === "ssh") return "ssh";
  return tls ? "tls" : "tcp";
}
