import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Digest, Recorder } from "../model/event.ts";
import type { Answerer } from "../model/service.ts";
import type { Authority } from "./certificate-authority.ts";
import type { KeptBytes } from "./kept-bytes.ts";
import type { InterceptorLimits } from "./limits.ts";
import type { NameTable } from "./name-table.ts";

export interface Place {
  address: string;
  port: number;
}

/** What every connection of one interceptor shares. */
export interface Surroundings {
  recorder: Recorder;
  answerer: Answerer;
  authority: Authority;
  names: NameTable;
  limits: InterceptorLimits;
  /** The next flow's name. */
  nextFlow(): string;
  /** Stores bytes unless the capture is full; what is not stored is counted and becomes a gap at the end. */
  store(bytes: Uint8Array): Digest | undefined;
}

/** One connection, or one tunnel inside a connection, from its opening to its `flow-close`. */
export interface Flow {
  id: string;
  upstream: Place;
  /** The DNS name the connection was made to, or the host a CONNECT asked for. */
  name: string | undefined;
  /** What the client named in its ClientHello. */
  serverName: string | undefined;
  encrypted: boolean;
  /** As it will stand in `flow-close`. */
  protocol: string;
  /** Why it closed, when that is known better than "closed". */
  reason: string;
  /** Bytes of a stream that no known protocol explains. */
  sentRaw: KeptBytes | undefined;
  receivedRaw: KeptBytes | undefined;
  tunnelDepth: number;
  /** The stream that carries the flow, TLS taken off. */
  stream: Duplex;
  /** The connection itself, for its byte counters. */
  wire: Socket;
  /** Run when the connection has closed and before `flow-close`, last added first. */
  atClose: (() => void)[];
  nextExchange(): string;
  gap(reason: string, count?: number): void;
}

export interface FlowOpening {
  wire: Socket;
  stream: Duplex;
  upstream: Place;
  name: string | undefined;
  /** The flow whose CONNECT opened this one. */
  outer?: Flow;
}

/** Records `flow-open` and arranges that `flow-close` follows once everything in the flow has been recorded. */
export function openFlow(opening: FlowOpening, around: Surroundings): Flow {
  const { wire, upstream, name, outer } = opening;
  const id = around.nextFlow();
  const { recorder } = around;
  const client = { address: plainAddress(wire.remoteAddress), port: wire.remotePort ?? 0 };
  recorder.append({
    kind: "flow-open",
    flow: id,
    transport: "tcp",
    client,
    upstream,
    ...(name === undefined ? {} : { name }),
  });
  let exchanges = 0;
  const flow: Flow = {
    id,
    upstream,
    name,
    serverName: undefined,
    encrypted: outer?.encrypted ?? false,
    protocol: "unknown",
    reason: "closed",
    sentRaw: undefined,
    receivedRaw: undefined,
    tunnelDepth: (outer?.tunnelDepth ?? -1) + 1,
    stream: opening.stream,
    wire,
    atClose: [],
    nextExchange: () => `${id}.${++exchanges}`,
    gap: (reason, count = 1) => recorder.append({ kind: "gap", where: `flow ${id}`, reason, count }),
  };
  const before = { sent: wire.bytesRead, received: wire.bytesWritten };
  const close = () => {
    for (const act of flow.atClose.reverse()) act();
    recordClose(flow, around, wire.bytesRead - before.sent, wire.bytesWritten - before.received);
  };
  if (outer) outer.atClose.push(close);
  else {
    before.sent = before.received = 0;
    wire.once("close", close);
  }
  return flow;
}

function recordClose(flow: Flow, around: Surroundings, sentBytes: number, receivedBytes: number): void {
  const { sentRaw, receivedRaw } = flow;
  const dropped = (sentRaw?.droppedBytes ?? 0) + (receivedRaw?.droppedBytes ?? 0);
  if (dropped > 0) flow.gap(`${dropped} raw bytes past the limit were counted, not kept`);
  const sent = sentRaw && sentRaw.totalBytes > 0 ? around.store(sentRaw.bytes()) : undefined;
  const received = receivedRaw && receivedRaw.totalBytes > 0 ? around.store(receivedRaw.bytes()) : undefined;
  around.recorder.append({
    kind: "flow-close",
    flow: flow.id,
    protocol: flow.protocol,
    sentBytes,
    receivedBytes,
    reason: flow.reason,
    ...(sent && { sentRaw: sent }),
    ...(received && { receivedRaw: received }),
  });
}

/** An IPv4 address that a dual-stack socket shows as `::ffff:1.2.3.4` is that IPv4 address. */
export function plainAddress(address: string | undefined): string {
  if (address === undefined) return "unknown";
  return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
}
