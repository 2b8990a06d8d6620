import type { Duplex } from "node:stream";
import { readClientHello } from "./client-hello.ts";
import { openFlow, type Flow, type Surroundings } from "./flow.ts";
import { serveH2 } from "./h2-connection.ts";
import { serveHttp1 } from "./http1-connection.ts";
import { keepBytes } from "./kept-bytes.ts";
import { nameRawProtocol, sniff, type Sniffed } from "./sniff.ts";
import { serveTls } from "./tls-connection.ts";

const CONNECT_TARGET = /^\[?([^\]]*?)\]?:(\d{1,5})$/;
/** Bytes waited for while a protocol cannot be told. */
const SNIFF_BYTES_MAX = 65_536;

/** Finds out what is spoken on `stream` and serves it, whatever the port. */
export function serveConnection(flow: Flow, stream: Duplex, around: Surroundings): void {
  let first: Buffer = Buffer.alloc(0);
  const silence = setTimeout(() => {
    flow.gap("nothing was sent at first: the client may wait for a server that speaks first");
  }, around.limits.silenceMs);
  flow.atClose.push(() => clearTimeout(silence));
  const decide = (kind: Sniffed) => {
    clearTimeout(silence);
    stream.off("data", onData);
    stream.off("end", onEnd);
    stream.pause();
    if (first.length > 0) stream.unshift(first);
    serveAs(kind, first, flow, stream, around);
  };
  const onData = (chunk: Buffer) => {
    clearTimeout(silence);
    first = first.length === 0 ? chunk : Buffer.concat([first, chunk]);
    let kind = sniff(first);
    if (kind === "tls") {
      const { state } = readClientHello(first);
      if (state === "incomplete") kind = "undecided";
      else if (state === "malformed") kind = "raw";
    }
    if (kind === "undecided" && first.length < SNIFF_BYTES_MAX) return;
    decide(kind === "undecided" ? "raw" : kind);
  };
  const onEnd = () => {
    if (first.length > 0) serveEnded(first, flow, around);
    clearTimeout(silence);
    stream.end();
  };
  stream.on("data", onData);
  stream.on("end", onEnd);
  stream.resume();
}

function serveAs(kind: Sniffed, first: Buffer, flow: Flow, stream: Duplex, around: Surroundings): void {
  if (kind === "tls")
    void serveTls(flow, stream, first, around, (plain) => {
      flow.stream = plain;
      serveConnection(flow, plain, around);
    });
  else if (kind === "h2") serveH2(flow, stream, around);
  else if (kind === "http1")
    serveHttp1(flow, stream, around, (outer, tunnel, target) => openTunnel(outer, tunnel, target, around));
  else serveRaw(flow, stream, around);
}

/** The client left before its protocol could be told: what it said is kept. */
function serveEnded(first: Buffer, flow: Flow, around: Surroundings): void {
  flow.protocol = nameRawProtocol(first);
  flow.sentRaw = keepBytes(around.limits.bodyBytes);
  flow.sentRaw.add(first);
}

/** An unknown protocol meets a server that listens and says nothing. */
function serveRaw(flow: Flow, stream: Duplex, around: Surroundings): void {
  const sent = keepBytes(around.limits.bodyBytes);
  flow.sentRaw = sent;
  flow.protocol = "unknown";
  const idle = setTimeout(() => {
    flow.reason = "no byte for too long";
    stream.destroy();
  }, around.limits.rawIdleMs);
  stream.on("data", (chunk: Buffer) => {
    if (sent.totalBytes === 0) flow.protocol = nameRawProtocol(chunk);
    sent.add(chunk);
    idle.refresh();
  });
  stream.on("end", () => stream.end());
  flow.atClose.push(() => clearTimeout(idle));
  stream.resume();
}

function openTunnel(outer: Flow, stream: Duplex, target: string, around: Surroundings): void {
  const place = CONNECT_TARGET.exec(target);
  if (!place || outer.tunnelDepth >= around.limits.tunnelDepth) {
    outer.gap(`a tunnel to ${target} was not served`);
    stream.destroy();
    return;
  }
  const upstream = { address: place[1]!, port: Number(place[2]) };
  const flow = openFlow({ wire: outer.wire, stream, upstream, name: place[1], outer }, around);
  serveConnection(flow, stream, around);
}
