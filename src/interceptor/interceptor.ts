/**
 * The interceptor: it answers every address and port and records what it is told. A *flow* is one connection
 * (or one tunnel inside one); its first bytes are *sniffed* to tell the protocol, whatever the port. An
 * *exchange* is one request with its response. The *authority* issues a certificate for any name, the *name
 * table* gives every DNS name an address and leads back from it, and the *answerer* (another room) thinks of
 * what to say. What cannot be understood is kept as raw bytes and stated as a gap.
 */
import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import type { Recorder } from "../model/event.ts";
import type { Answerer } from "../model/service.ts";
import type { Authority } from "./certificate-authority.ts";
import { serveConnection } from "./connection.ts";
import { startDnsServer } from "./dns-server.ts";
import { openFlow, plainAddress, type Place, type Surroundings } from "./flow.ts";
import { withDefaults, type LimitsGiven } from "./limits.ts";
import type { NameTable } from "./name-table.ts";

export interface InterceptorOptions {
  recorder: Recorder;
  answerer: Answerer;
  /** 0 takes a free port. */
  listenPort: number;
  dnsPort: number;
  /** Address to listen on; `::` (every address of both families) when not given. */
  host?: string;
  ca: Authority;
  /** Where the client wanted to connect to; the socket's own end when not given. */
  originalDestination?: (socket: Socket) => Place;
  names: NameTable;
  limits: LimitsGiven;
  /** The local network's DNS suffix: names under it do not exist. */
  searchDomain?: string;
}

/**
 * Starts listening for TCP and DNS. Disposing closes every connection, records what was open as incomplete and
 * returns when all is written.
 * @throws what `node:net` throws when a port is taken.
 */
export async function startInterceptor(
  options: InterceptorOptions,
): Promise<AsyncDisposable & { port: number; dnsPort: number }> {
  const { recorder, names, host = "::" } = options;
  const limits = withDefaults(options.limits);
  let flows = 0;
  const refused = { blobs: 0, bytes: 0, connections: 0 };
  const around: Surroundings = {
    recorder,
    names,
    limits,
    answerer: options.answerer,
    authority: options.ca,
    nextFlow: () => `f${++flows}`,
    store(bytes) {
      if (recorder.storedBytes + bytes.length <= limits.captureBytes) return recorder.blob(bytes);
      refused.blobs++;
      refused.bytes += bytes.length;
      return undefined;
    },
  };
  const sockets = new Set<Socket>();
  const destination = options.originalDestination ?? ownEnd;
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    const { address, port } = destination(socket);
    const upstream = { address: plainAddress(address), port };
    const name = names.nameOf(upstream.address);
    const flow = openFlow({ wire: socket, stream: socket, upstream, name }, around);
    socket.on("error", (error) => {
      flow.reason = error.message;
      socket.destroy();
    });
    serveConnection(flow, socket, around);
  });
  server.maxConnections = limits.connections;
  server.on("drop", () => refused.connections++);
  server.listen(options.listenPort, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await using undo = new AsyncDisposableStack();
  undo.defer(async () => {
    const closed = once(server, "close");
    server.close();
    await Promise.all(
      [...sockets].map((socket) => {
        const gone = once(socket, "close");
        socket.destroy();
        return gone;
      }),
    );
    await closed;
    recordRefused(recorder, refused);
  });
  const dns = undo.use(
    await startDnsServer({
      recorder,
      names,
      host,
      port: options.dnsPort,
      searchDomain: options.searchDomain,
    }),
  );
  const started = undo.move();
  return { port, dnsPort: dns.port, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

function ownEnd(socket: Socket): Place {
  return { address: socket.localAddress ?? "unknown", port: socket.localPort ?? 0 };
}

function recordRefused(
  recorder: Recorder,
  refused: { blobs: number; bytes: number; connections: number },
): void {
  const gap = (reason: string, count: number) =>
    recorder.append({ kind: "gap", where: "interceptor", reason, count });
  if (refused.blobs > 0) gap(`${refused.bytes} bytes were not kept: the capture is full`, refused.blobs);
  if (refused.connections > 0)
    gap("connections were turned away: too many were open at once", refused.connections);
}
