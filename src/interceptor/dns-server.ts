import { createSocket, type RemoteInfo } from "node:dgram";
import { once } from "node:events";
import { createServer, isIPv6, type Socket } from "node:net";
import type { Recorder } from "../model/event.ts";
import { answerDns } from "./dns-answer.ts";
import type { NameTable } from "./name-table.ts";

export interface DnsServerOptions {
  recorder: Recorder;
  names: NameTable;
  host: string;
  /** 0 takes a free port. */
  port: number;
  searchDomain?: string | undefined;
}

/** A TCP client that sends nothing, or half a message, is let go after this. */
const TCP_IDLE_MS = 30_000;
const TCP_CONNECTIONS_MAX = 256;

/**
 * Answers DNS over UDP and TCP (RFC 1035, 7766) on one port and records every query with its raw bytes.
 * @throws what `node:dgram` and `node:net` throw when the port is taken.
 */
export async function startDnsServer(options: DnsServerOptions): Promise<AsyncDisposable & { port: number }> {
  const udp = createSocket({ type: isIPv6(options.host) ? "udp6" : "udp4" });
  udp.bind(options.port, options.host);
  await once(udp, "listening");
  const { port } = udp.address();
  const server = `${options.host}:${port}`;
  udp.on("message", (query, from: RemoteInfo) => {
    const reply = answerAndRecord(query, "udp", server, options);
    // A client that is gone makes sending fail; there is nobody left to tell.
    if (reply) udp.send(reply, from.port, from.address, () => {});
  });
  udp.on("error", (error) => {
    options.recorder.append({ kind: "gap", where: `dns udp ${server}`, reason: error.message, count: 1 });
  });

  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    serveTcp(socket, (query) => answerAndRecord(query, "tcp", server, options));
  });
  tcp.maxConnections = TCP_CONNECTIONS_MAX;
  tcp.listen(port, options.host);
  try {
    await once(tcp, "listening");
  } catch (error) {
    udp.close();
    throw error;
  }
  return {
    port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      tcp.close();
      udp.close();
      await Promise.all([once(tcp, "close"), once(udp, "close")]);
    },
  };
}

function answerAndRecord(
  query: Uint8Array,
  transport: "udp" | "tcp",
  server: string,
  { recorder, names, searchDomain }: DnsServerOptions,
): Uint8Array | undefined {
  const blob = recorder.blob(query);
  const { reply, asked, malformed } = answerDns(query, names, searchDomain);
  for (const { name, type, answers } of asked)
    recorder.append({ kind: "dns", transport, server, name, type, answers, query: blob });
  if (malformed !== undefined)
    recorder.append({
      kind: "gap",
      where: `dns ${transport} ${server}`,
      reason: `malformed query: ${malformed} (raw bytes: ${blob})`,
      count: 1,
    });
  return reply;
}

/** Messages over TCP carry their length in two bytes before them (RFC 1035 §4.2.2). */
function serveTcp(socket: Socket, answer: (query: Uint8Array) => Uint8Array | undefined): void {
  let pending: Buffer = Buffer.alloc(0);
  socket.setTimeout(TCP_IDLE_MS, () => socket.destroy());
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    while (pending.length >= 2) {
      const end = 2 + pending.readUInt16BE(0);
      if (pending.length < end) return;
      const reply = answer(pending.subarray(2, end));
      pending = pending.subarray(end);
      if (!reply) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.write(Buffer.concat([length, reply]));
    }
  });
}
