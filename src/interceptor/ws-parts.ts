import type { Duplex, Writable } from "node:stream";
import * as ws from "ws";

/** The framing halves of `ws`, which its published types leave out. */
interface WsParts {
  Receiver: new (options: {
    isServer: boolean;
    maxPayload: number;
    extensions: Record<string, unknown>;
  }) => Writable;
  Sender: new (socket: Duplex, extensions: Record<string, unknown>) => FrameSender;
  PerMessageDeflate: (new (options: { isServer: boolean; maxPayload: number }) => Deflate) & {
    extensionName: string;
  };
  extension: {
    parse(header: string): Record<string, unknown[]>;
    format(extensions: Record<string, unknown[]>): string;
  };
}

interface Deflate {
  params: unknown;
  accept(offers: unknown[]): unknown;
  cleanup(): void;
}

interface FrameSender {
  send(data: Uint8Array, options: { binary: boolean; compress: boolean; fin: boolean; mask: boolean }): void;
  pong(data: Uint8Array, mask: boolean): void;
  close(code: number | undefined, data: Uint8Array, mask: boolean): void;
}

export const { Receiver, Sender, PerMessageDeflate, extension } = ws as unknown as WsParts;
