import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { connect as connectH2, type IncomingHttpHeaders } from "node:http2";
import { request } from "node:https";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import { promisify } from "node:util";
import { encode, decode } from "dns-packet";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { WebSocket } from "ws";
import { readCapture } from "../capture/reader.ts";
import { createCapture } from "../capture/writer.ts";
import type { CaptureEvent, EventOf } from "../model/event.ts";
import type { Answerer } from "../model/service.ts";
import { createAuthority } from "./certificate-authority.ts";
import { startInterceptor } from "./interceptor.ts";
import { createNameTable } from "./name-table.ts";

const run = promisify(execFile);

/** Says back what it was sent; `/stream` in pieces, WebSocket messages in upper case. */
const echo: Answerer = {
  async answer(asked) {
    const { body } = asked;
    const pieces = async function* () {
      for (const piece of ["one ", "two ", "three"]) yield Buffer.from(piece);
    };
    return {
      status: 200,
      headers: [["X-Method", asked.method]],
      body: asked.target === "/stream" ? pieces() : body,
      ...(asked.target === "/stream" && { trailers: [["x-status", "0"]] as [string, string][] }),
      service: "echo",
      improvised: false,
    };
  },
  upgrade: (_asked, send) => ({
    service: "echo",
    improvised: false,
    socket: { message: (payload) => send(Buffer.from(payload).toString().toUpperCase()), close() {} },
  }),
};

interface Ground {
  port: number;
  dnsPort: number;
  caPem: string;
  caFile: string;
}

/** Runs `act` against a fresh interceptor and gives back what was captured. */
async function intercepted(act: (ground: Ground) => Promise<void>) {
  const folder = mkdtempSync(join(tmpdir(), "interceptor-test-"));
  const recorder = createCapture(join(folder, "s"));
  recorder.append({ kind: "session-start", session: "s", schemaVersion: 1, wallTime: "", plan: {} });
  const ca = await createAuthority();
  const caFile = join(folder, "ca.pem");
  writeFileSync(caFile, ca.certificatePem);
  {
    await using started = await startInterceptor({
      recorder,
      answerer: echo,
      listenPort: 0,
      dnsPort: 0,
      host: "127.0.0.1",
      ca,
      names: createNameTable(1),
      limits: { bodyBytes: 1 << 20, captureBytes: 64 << 20 },
    });
    await act({ port: started.port, dnsPort: started.dnsPort, caPem: ca.certificatePem, caFile });
  }
  recorder.append({ kind: "session-end", outcome: "completed", durationMs: 0 });
  recorder.close();
  return readCapture(join(folder, "s"));
}

function ofKind<K extends CaptureEvent["kind"]>(events: CaptureEvent[], kind: K): EventOf<K>[] {
  return events.filter((event) => event.kind === kind) as unknown as EventOf<K>[];
}

test("an HTTPS request is answered and recorded with its raw head and body", async () => {
  using capture = await intercepted(async ({ port, caPem }) => {
    const asked = request({
      port,
      host: "127.0.0.1",
      servername: "api.vendor.net",
      ca: caPem,
      method: "POST",
      path: "/a?b",
      headers: { "X-Odd-Case": "1", Host: "api.vendor.net" },
    });
    asked.end("hello");
    const [reply] = await once(asked, "response");
    assert.equal(reply.statusCode, 200);
    assert.equal(await text(reply as Readable), "hello");
    asked.destroy();
  });
  const [exchange] = ofKind(capture.events, "exchange");
  assert.equal(exchange!.host, "api.vendor.net");
  assert.equal(exchange!.complete, true);
  assert.ok(exchange!.requestHeaders.some(([name]) => name === "X-Odd-Case"));
  assert.equal(Buffer.from(capture.blob(exchange!.requestBody!)).toString(), "hello");
  assert.match(Buffer.from(capture.blob(exchange!.requestHead!)).toString(), /^POST \/a\?b HTTP\/1\.1\r\n/);
  assert.equal(ofKind(capture.events, "flow-tls")[0]!.outcome, "intercepted");
  assert.equal(ofKind(capture.events, "flow-close").length, 1);
});

test("HTTP/2 keeps streaming and trailers in both directions", async () => {
  using capture = await intercepted(async ({ port, caPem }) => {
    const session = connectH2(`https://127.0.0.1:${port}`, { ca: caPem, servername: "grpc.vendor.net" });
    const stream = session.request({ ":path": "/stream", ":method": "POST" }, { waitForTrailers: true });
    stream.on("wantTrailers", () => stream.sendTrailers({ "x-sent": "yes" }));
    stream.end("body");
    const trailed = once(stream, "trailers") as Promise<[IncomingHttpHeaders]>;
    assert.equal(await text(stream), "one two three");
    assert.equal((await trailed)[0]["x-status"], "0");
    session.close();
    await once(session, "close");
  });
  const [exchange] = ofKind(capture.events, "exchange");
  assert.equal(exchange!.protocol, "h2");
  assert.deepEqual(exchange!.requestTrailers, [["x-sent", "yes"]]);
  assert.deepEqual(exchange!.responseTrailers, [["x-status", "0"]]);
  assert.equal(exchange!.complete, true);
});

test("curl is served over HTTP/1.0, HTTP/2 and through CONNECT", async () => {
  using capture = await intercepted(async ({ port, caFile }) => {
    const curl = async (...argv: string[]) =>
      (await run("curl", ["-sS", "--max-time", "5", "--cacert", caFile, ...argv], { env: {} })).stdout;
    const to = ["--connect-to", `::127.0.0.1:${port}`];
    assert.equal(await curl("--http1.0", ...to, "http://a.net/stream"), "one two three");
    assert.equal(await curl("--http2", ...to, "-d", "x", "https://b.net/"), "x");
    const proxy = ["--proxy", `http://127.0.0.1:${port}`];
    assert.equal(await curl("--http1.1", ...proxy, "-d", "y", "https://c.net/"), "y");
  });
  const exchanges = ofKind(capture.events, "exchange");
  assert.deepEqual(
    exchanges.map(({ protocol, host, method }) => [protocol, host, method]),
    [
      ["http/1.0", "a.net", "GET"],
      ["h2", "b.net", "POST"],
      ["http/1.1", "127.0.0.1", "CONNECT"],
      ["http/1.1", "c.net", "POST"],
    ],
  );
  assert.equal(ofKind(capture.events, "flow-open").length, ofKind(capture.events, "flow-close").length);
});

test("WebSocket messages are recorded in both directions, compressed or not", async () => {
  using capture = await intercepted(async ({ port, caPem }) => {
    const socket = new WebSocket(`wss://127.0.0.1:${port}/`, { ca: caPem });
    await once(socket, "open");
    socket.send("hello ".repeat(500));
    const [reply] = (await once(socket, "message")) as [Buffer];
    assert.equal(reply.toString(), "HELLO ".repeat(500));
    socket.close(1000);
    await once(socket, "close");
  });
  assert.equal(ofKind(capture.events, "exchange")[0]!.status, 101);
  const messages = ofKind(capture.events, "message");
  assert.deepEqual(
    messages.map(({ direction, opcode }) => [direction, opcode]),
    [
      ["sent", "text"],
      ["received", "text"],
      ["sent", "close"],
    ],
  );
  assert.equal(Buffer.from(capture.blob(messages[0]!.payload)).toString(), "hello ".repeat(500));
});

test("a client that distrusts our certificate is a gap, not silence", async () => {
  using capture = await intercepted(async ({ port }) => {
    const socket = connectTls({ port, host: "127.0.0.1", servername: "pinned.net" });
    await assert.rejects(once(socket, "secureConnect"));
    await assert.rejects(run("curl", ["-sS", "--max-time", "5", `https://127.0.0.1:${port}/`]));
  });
  assert.deepEqual(
    ofKind(capture.events, "flow-tls").map(({ outcome }) => outcome),
    ["rejected-our-ca", "rejected-our-ca"],
  );
  assert.ok(ofKind(capture.events, "gap").length >= 2);
});

test("unknown bytes and malformed HTTP are kept as they were sent", async () => {
  using capture = await intercepted(async ({ port }) => {
    for (const bytes of ["SSH-2.0-client\r\n", "GET / HTTP/1.1\r\nbroken\r\n\r\n"]) {
      const socket = connectTcp(port, "127.0.0.1");
      socket.end(bytes);
      socket.resume();
      await once(socket, "close");
    }
  });
  const closes = ofKind(capture.events, "flow-close");
  assert.deepEqual(
    closes.map(({ protocol }) => protocol),
    ["ssh", "http"],
  );
  assert.equal(Buffer.from(capture.blob(closes[0]!.sentRaw!)).toString(), "SSH-2.0-client\r\n");
  assert.match(Buffer.from(capture.blob(closes[1]!.sentRaw!)).toString(), /broken/);
});

test("DNS gives a name its one address and records the query; rubbish is a gap", async () => {
  using capture = await intercepted(async ({ dnsPort }) => {
    const socket = createSocket("udp4");
    const ask = async (query: Uint8Array) => {
      socket.send(query, dnsPort, "127.0.0.1");
      return decode(((await once(socket, "message")) as [Buffer])[0]);
    };
    const query = (name: string) => encode({ id: 7, questions: [{ type: "A", name }] });
    assert.equal((await ask(query("api.vendor.net"))).answers?.length, 1);
    assert.equal((await ask(query("printer"))).answers?.length, 0);
    await ask(Buffer.from("rubbish rubbish rubbish"));
    socket.close();
  });
  assert.deepEqual(
    ofKind(capture.events, "dns").map(({ name, answers }) => [name, answers.length]),
    [
      ["api.vendor.net", 1],
      ["printer", 0],
    ],
  );
  assert.equal(ofKind(capture.events, "gap").length, 1);
});
