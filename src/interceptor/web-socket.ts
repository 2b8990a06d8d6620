import { createHash } from "node:crypto";
import type { Duplex } from "node:stream";
import type { EventOf, Headers } from "../model/event.ts";
import { recordExchange, serviceRequest, type OpenExchange } from "./exchange.ts";
import type { Flow, Surroundings } from "./flow.ts";
import { headerLists, headerOf, type RequestHead } from "./http1-head.ts";
import { headText } from "./http1-writer.ts";
import { extension, PerMessageDeflate, Receiver, Sender } from "./ws-parts.ts";

/** RFC 6455 §1.3. */
const ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** True for a request that asks to become a WebSocket in the way RFC 6455 §4.1 wants it. */
export function isWebSocketRequest({ method, headers }: RequestHead): boolean {
  return (
    method === "GET" &&
    headerLists(headers, "upgrade", "websocket") &&
    headerOf(headers, "sec-websocket-key") !== undefined
  );
}

type Direction = EventOf<"message">["direction"];
type Opcode = EventOf<"message">["opcode"];

/** Answers the handshake and carries messages both ways, each recorded as it was before compression. */
export function serveWebSocket(
  exchange: OpenExchange,
  flow: Flow,
  stream: Duplex,
  around: Surroundings,
): void {
  flow.protocol = flow.encrypted ? "wss" : "ws";
  let ordinal = 0;
  const record = (direction: Direction, opcode: Opcode, payload: Uint8Array) => {
    const digest = around.store(payload);
    if (digest === undefined) return;
    const { id } = exchange;
    around.recorder.append({
      kind: "message",
      exchange: id,
      direction,
      opcode,
      payload: digest,
      ordinal: ordinal++,
    });
  };
  const { extensions, accepted, deflate } = negotiate(exchange.requestHeaders, flow, around);
  const sender = new Sender(stream, extensions);
  // A stand-in may greet at once: what it says waits until the handshake has been answered.
  const early: (() => void)[] = [];
  let open = false;
  const whenOpen = (act: () => void) => (open ? act() : void early.push(act));
  const send = (payload: Uint8Array | string) =>
    whenOpen(() => {
      if (stream.destroyed) return;
      const bytes = typeof payload === "string" ? Buffer.from(payload) : Buffer.from(payload);
      const binary = typeof payload !== "string";
      record("received", binary ? "binary" : "text", bytes);
      sender.send(bytes, { binary, compress: deflate !== undefined, fin: true, mask: false });
    });
  const close = () =>
    whenOpen(() => {
      if (!stream.destroyed) sender.close(1000, Buffer.alloc(0), false);
    });
  const { service, improvised, protocol, socket } = around.answerer.upgrade(
    serviceRequest(exchange, flow),
    send,
    close,
  );

  exchange.status = 101;
  exchange.service = service;
  exchange.improvised = improvised;
  exchange.responseHeaders = handshakeHeaders(exchange.requestHeaders, accepted, protocol);
  stream.write(headText(101, exchange.responseHeaders), "latin1");
  recordExchange(exchange, flow, around, true);
  open = true;
  for (const act of early) act();

  const receiver = new Receiver({ isServer: true, maxPayload: around.limits.bodyBytes, extensions });
  receiver.on("message", (data: Buffer, isBinary: boolean) => {
    record("sent", isBinary ? "binary" : "text", data);
    socket.message(data, !isBinary);
  });
  receiver.on("ping", (data: Buffer) => {
    record("sent", "ping", data);
    record("received", "pong", data);
    if (!stream.destroyed) sender.pong(data, false);
  });
  receiver.on("pong", (data: Buffer) => record("sent", "pong", data));
  receiver.on("conclude", (code: number, reason: Buffer) => {
    record("sent", "close", closePayload(code, reason));
    if (!stream.destroyed) sender.close(code === 1005 ? undefined : code, Buffer.alloc(0), false);
    stream.end();
  });
  receiver.on("error", (error: Error) => {
    flow.gap(`malformed WebSocket frame: ${error.message}`);
    stream.destroy();
  });
  receiver.on("drain", () => stream.resume());
  stream.on("data", (chunk: Buffer) => {
    if (!receiver.destroyed && !receiver.write(chunk)) stream.pause();
  });
  stream.on("end", () => stream.end());
  flow.atClose.push(() => {
    socket.close();
    receiver.destroy();
    deflate?.cleanup();
  });
  stream.resume();
}

function closePayload(code: number, reason: Buffer): Buffer {
  if (code === 1005) return Buffer.alloc(0);
  const payload = Buffer.alloc(2 + reason.length);
  payload.writeUInt16BE(code);
  payload.set(reason, 2);
  return payload;
}

/** Accepts compression (RFC 7692) when it is offered in a way that we understand. */
function negotiate(headers: Headers, flow: Flow, around: Surroundings) {
  const offered = headerOf(headers, "sec-websocket-extensions");
  if (offered === undefined) return { extensions: {} };
  const { extensionName } = PerMessageDeflate;
  try {
    const offers = extension.parse(offered)[extensionName];
    if (!offers) return { extensions: {} };
    const deflate = new PerMessageDeflate({ isServer: true, maxPayload: around.limits.bodyBytes });
    deflate.accept(offers);
    const accepted = extension.format({ [extensionName]: [deflate.params] });
    return { extensions: { [extensionName]: deflate }, accepted, deflate };
  } catch (error) {
    flow.gap(`WebSocket extensions that cannot be read: ${String(error)}`);
    return { extensions: {} };
  }
}

function handshakeHeaders(
  asked: Headers,
  accepted: string | undefined,
  protocol: string | undefined,
): Headers {
  const key = headerOf(asked, "sec-websocket-key") ?? "";
  const headers: Headers = [
    ["Upgrade", "websocket"],
    ["Connection", "Upgrade"],
    [
      "Sec-WebSocket-Accept",
      createHash("sha1")
        .update(key + ACCEPT_SUFFIX)
        .digest("base64"),
    ],
  ];
  if (protocol !== undefined) headers.push(["Sec-WebSocket-Protocol", protocol]);
  if (accepted !== undefined) headers.push(["Sec-WebSocket-Extensions", accepted]);
  return headers;
}
