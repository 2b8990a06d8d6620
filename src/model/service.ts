import type { Headers } from "./event.ts";

/** A request as the interceptor hands it to a stand-in. Plain data: header order and case are evidence. */
export interface ServiceRequest {
  exchange: string;
  scheme: "http" | "https";
  protocol: string;
  host: string;
  port: number;
  method: string;
  /** Path and query as sent. */
  target: string;
  headers: Headers;
  /** The whole body as sent (content encoding still on). */
  body: Uint8Array;
}

/** What a stand-in answers. A body that is an async iterable is streamed chunk by chunk. */
export interface ServiceReply {
  status: number;
  headers: Headers;
  body: Uint8Array | AsyncIterable<Uint8Array>;
  trailers?: Headers;
  /** Id of the stand-in that answered. */
  service: string;
  /** True when no stand-in knew the endpoint and a harmless answer was made up. */
  improvised: boolean;
}

/** A WebSocket conversation with a stand-in: called with each message, answers through `send`. */
export interface ServiceSocket {
  message(payload: Uint8Array, isText: boolean): void;
  close(): void;
}

/** Answers everything the tool asks, whatever the host. Never rejects. */
export interface Answerer {
  answer(request: ServiceRequest): Promise<ServiceReply>;
  /** Asked when a request wants to become a WebSocket; the sub-protocol to accept, and who listens. */
  upgrade(
    request: ServiceRequest,
    send: (payload: Uint8Array | string) => void,
    close: () => void,
  ): { service: string; improvised: boolean; protocol?: string; socket: ServiceSocket };
}
