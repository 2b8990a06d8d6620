import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import type { EventOf } from "../model/event.ts";
import { readClientHello, type ClientHello } from "./client-hello.ts";
import type { Flow, Surroundings } from "./flow.ts";

type Outcome = EventOf<"flow-tls">["outcome"];

/** A client that shook hands and leaves this soon without a word did not like our certificate. */
const QUICK_LEAVE_MS = 1500;
const CERTIFICATE_ALERT = /unknown[ _]ca|bad[ _]certificate|certificate[ _]unknown|certificate[ _]verify/i;

/**
 * Terminates TLS on `stream`, whose first bytes `first` are a ClientHello and have been put back, and hands the
 * plain stream to `serve`. Records `flow-tls` once the outcome is known: at the first byte inside, or at the end.
 */
export async function serveTls(
  flow: Flow,
  stream: Duplex,
  first: Uint8Array,
  around: Surroundings,
  serve: (plain: Duplex) => void,
): Promise<void> {
  flow.protocol = "tls";
  flow.encrypted = true;
  const reading = readClientHello(first);
  const hello: ClientHello = reading.state === "complete" ? reading.hello : { alpn: [], versions: [] };
  flow.serverName = hello.serverName;
  const clientHello = around.recorder.blob(
    reading.state === "complete" ? first.subarray(0, reading.sizeBytes) : first,
  );
  let alpn: string | undefined;
  let recorded = false;
  const record = (outcome: Outcome, reason?: string) => {
    if (recorded) return;
    recorded = true;
    around.recorder.append({
      kind: "flow-tls",
      flow: flow.id,
      ...(hello.serverName !== undefined && { serverName: hello.serverName }),
      offeredAlpn: hello.alpn,
      ...(alpn !== undefined && { alpn }),
      outcome,
      ...(reason !== undefined && { reason }),
      clientHello,
    });
    if (outcome !== "intercepted") flow.gap(`TLS ${outcome}: ${reason ?? "no reason given"}`);
  };
  const name = hello.serverName ?? flow.name ?? flow.upstream.address;
  const context = around.authority.contextFor(name);
  let secureContext;
  try {
    secureContext = context instanceof Promise ? await context : context;
  } catch (error) {
    record("reset", `no certificate for ${name}: ${String(error)}`);
    stream.destroy();
    return;
  }
  if (stream.destroyed) return record("reset", "closed before our certificate");
  const writtenBefore = flow.wire.bytesWritten;
  const chosen = chooseAlpn(hello.alpn);
  const tls = new TLSSocket(stream, {
    isServer: true,
    secureContext,
    ...(chosen !== undefined && { ALPNProtocols: [chosen] }),
  });
  let securedAtMs: number | undefined;
  const deadline = setTimeout(() => {
    record("reset", "the handshake was not finished in time");
    tls.destroy();
  }, around.limits.handshakeMs);
  tls.once("secure", () => {
    clearTimeout(deadline);
    // A `tls.Server` would say so itself; without it HTTP/2 waits for a handshake that is over.
    Object.assign(tls, { secureConnecting: false });
    securedAtMs = around.recorder.nowMs();
    alpn = tls.alpnProtocol || undefined;
  });
  tls.on("error", (error: NodeJS.ErrnoException) => {
    flow.reason = error.message;
    if (CERTIFICATE_ALERT.test(error.message)) record("rejected-our-ca", error.message);
    else if (securedAtMs === undefined && error.code?.startsWith("ERR_SSL_")) record("reset", error.message);
    tls.destroy();
  });
  flow.atClose.push(() => {
    clearTimeout(deadline);
    if (securedAtMs === undefined)
      return flow.wire.bytesWritten > writtenBefore
        ? record("rejected-our-ca", "left during the handshake, after our certificate")
        : record("reset", "closed during the handshake, before our certificate");
    if (around.recorder.nowMs() - securedAtMs < QUICK_LEAVE_MS)
      return record("rejected-our-ca", "left right after our certificate without sending anything");
    if (!recorded) flow.gap("a TLS connection was made but no request followed");
    record("intercepted");
  });
  tls.once("data", () => record("intercepted"));
  serve(tls);
}

/** What an ordinary server would pick; a protocol we do not know is accepted, so that it can be recorded. */
function chooseAlpn(offered: string[]): string | undefined {
  for (const known of ["h2", "http/1.1"]) if (offered.includes(known)) return known;
  return offered[0];
}
