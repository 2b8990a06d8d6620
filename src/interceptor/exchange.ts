import type { Digest, EventOf, Headers } from "../model/event.ts";
import type { ServiceReply, ServiceRequest } from "../model/service.ts";
import type { Phase } from "../model/vocabulary.ts";
import type { Flow, Surroundings } from "./flow.ts";
import { keepBytes, type KeptBytes } from "./kept-bytes.ts";

/** A request on its way to becoming an `exchange` event. Filled while it arrives and is answered. */
export interface OpenExchange {
  id: string;
  protocol: EventOf<"exchange">["protocol"];
  host: string;
  port: number;
  method: string;
  target: string;
  requestHeaders: Headers;
  requestHead: Uint8Array | undefined;
  requestBody: KeptBytes;
  requestTrailers: Headers;
  status: number;
  responseHeaders: Headers;
  responseBody: KeptBytes;
  responseTrailers: Headers;
  service: string;
  improvised: boolean;
  startedAtMs: number;
  startedInPhase: Phase;
  recorded: boolean;
}

const NONE: Headers = [];

/** The parts of a request that its head tells. `authority` is host and perhaps port as the client named them. */
export interface RequestStart {
  protocol: OpenExchange["protocol"];
  method: string;
  target: string;
  headers: Headers;
  head?: Uint8Array;
  authority: string | undefined;
}

/** Starts an exchange, and says so when the request names another host than the one it was sent to. */
export function openExchange(start: RequestStart, flow: Flow, around: Surroundings): OpenExchange {
  const { recorder, limits } = around;
  const host = hostOf(start, flow);
  return {
    id: flow.nextExchange(),
    protocol: start.protocol,
    host,
    port: flow.upstream.port,
    method: start.method,
    target: start.target,
    requestHeaders: start.headers,
    requestHead: start.head,
    requestBody: keepBytes(limits.bodyBytes),
    requestTrailers: NONE,
    status: 0,
    responseHeaders: NONE,
    responseBody: keepBytes(limits.bodyBytes),
    responseTrailers: NONE,
    service: "",
    improvised: false,
    startedAtMs: Math.round(recorder.nowMs() * 100) / 100,
    startedInPhase: recorder.phase,
    recorded: false,
  };
}

/**
 * Where the request really went: the name behind the address, else the name in the ClientHello, else what the
 * request itself says. The last can lie: when it differs, that is stated.
 */
function hostOf(start: RequestStart, flow: Flow): string {
  const named = start.authority === undefined ? undefined : withoutPort(start.authority);
  const reached = flow.name ?? flow.serverName;
  if (reached === undefined) return named || flow.upstream.address;
  if (named !== undefined && named !== reached && named.toLowerCase() !== reached.toLowerCase())
    flow.gap(`a request names the host ${named} on a connection made to ${reached}`);
  return reached;
}

function withoutPort(authority: string): string {
  return authority.replace(/:\d*$/, "").replace(/^\[(.*)\]$/, "$1");
}

/** What the stand-in is shown of a request whose body has arrived. */
export function serviceRequest(exchange: OpenExchange, flow: Flow): ServiceRequest {
  return {
    exchange: exchange.id,
    scheme: flow.encrypted ? "https" : "http",
    protocol: exchange.protocol,
    host: exchange.host,
    port: exchange.port,
    method: exchange.method,
    target: exchange.target,
    headers: exchange.requestHeaders,
    body: exchange.requestBody.bytes(),
  };
}

/** Asks the stand-in. One that fails is our defect: the client gets a 500 and the capture says why. */
export async function answerOf(
  exchange: OpenExchange,
  flow: Flow,
  around: Surroundings,
): Promise<ServiceReply> {
  try {
    return await around.answerer.answer(serviceRequest(exchange, flow));
  } catch (error) {
    flow.gap(`the stand-in failed on exchange ${exchange.id}: ${String(error)}`);
    return { status: 500, headers: [], body: new Uint8Array(0), service: "none", improvised: true };
  }
}

/** Appends the `exchange` event, once. `complete`: request and response both reached their end. */
export function recordExchange(
  exchange: OpenExchange,
  flow: Flow,
  around: Surroundings,
  complete: boolean,
): void {
  if (exchange.recorded) return;
  exchange.recorded = true;
  const { requestBody, responseBody } = exchange;
  const head = exchange.requestHead && around.store(exchange.requestHead);
  const request = storeBody(requestBody, "request", exchange, flow, around);
  const response = storeBody(responseBody, "response", exchange, flow, around);
  const event: Omit<EventOf<"exchange">, "n" | "atMs" | "during"> = {
    kind: "exchange",
    exchange: exchange.id,
    flow: flow.id,
    protocol: exchange.protocol,
    scheme: flow.encrypted ? "https" : "http",
    host: exchange.host,
    port: exchange.port,
    method: exchange.method,
    target: exchange.target,
    requestHeaders: exchange.requestHeaders,
    requestBodyBytes: requestBody.totalBytes,
    requestTrailers: exchange.requestTrailers,
    status: exchange.status,
    responseHeaders: exchange.responseHeaders,
    responseTrailers: exchange.responseTrailers,
    service: exchange.service,
    improvised: exchange.improvised,
    startedAtMs: exchange.startedAtMs,
    startedInPhase: exchange.startedInPhase,
    complete,
  };
  if (head !== undefined) event.requestHead = head;
  if (request !== undefined) event.requestBody = request;
  if (response !== undefined) event.responseBody = response;
  around.recorder.append(event);
}

function storeBody(
  body: KeptBytes,
  which: "request" | "response",
  exchange: OpenExchange,
  flow: Flow,
  around: Surroundings,
): Digest | undefined {
  if (body.totalBytes === 0) return undefined;
  if (body.droppedBytes > 0)
    flow.gap(`${body.droppedBytes} bytes of the ${which} body of ${exchange.id} were counted, not kept`);
  return around.store(body.bytes());
}
