import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";
import type { ServiceReply, ServiceRequest } from "../model/service.ts";
import { createAnswerer } from "./answerer.ts";
import { standIns } from "./index.ts";
import { smallScenario } from "./small-scenario.fixture.ts";

const answerer = createAnswerer({
  scenario: smallScenario,
  versions: { "@maker/tool": "1.2.3" },
  onStep() {},
});

function ask(method: string, url: string, body: Uint8Array | string = "", headers: [string, string][] = []) {
  const { hostname, pathname, search } = new URL(url);
  const request: ServiceRequest = {
    exchange: "x1",
    scheme: "https",
    protocol: "http/1.1",
    host: hostname,
    port: 443,
    method,
    target: pathname + search,
    headers,
    body: Buffer.from(body),
  };
  return answerer.answer(request);
}

function bodyOf(reply: ServiceReply): string {
  return Buffer.from(reply.body as Uint8Array).toString();
}

test("every stand-in file is listed, under its own name", () => {
  const files = readdirSync(import.meta.dirname).filter(
    (file) =>
      file.endsWith(".ts") &&
      !file.includes(".test.") &&
      /: StandIn = \{/.test(readFileSync(`${import.meta.dirname}/${file}`, "utf8")),
  );
  assert.deepEqual(standIns.map(({ id }) => `${id}.ts`).sort(), files.sort());
});

const chat = Buffer.from(JSON.stringify({ model: "m", messages: [{ role: "user", content: "hello" }] }));
for (const [name, compress] of Object.entries({
  gzip: gzipSync,
  deflate: deflateSync,
  "deflate, bare": deflateRawSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
}))
  test(`reads a body under content encoding ${name}`, async () => {
    const reply = await ask("POST", "https://any.host/v1/chat/completions", compress(chat), [
      ["Content-Encoding", name.replace(", bare", "")],
    ]);
    assert.deepEqual([reply.service, reply.status], ["openai-chat", 200]);
  });

test("a body that is not what its encoding says is answered all the same", async () => {
  const reply = await ask("POST", "https://any.host/v1/chat/completions", "not gzip", [
    ["content-encoding", "gzip"],
  ]);
  assert.equal(reply.status, 400);
});

test("any host and prefix that gets a model-shaped request is a model", async () => {
  const body = JSON.stringify({ model: "m", max_tokens: 9, messages: [{ role: "user", content: "hello" }] });
  const headers: [string, string][] = [
    ["Authorization", "Bearer x"],
    ["anthropic-version", "2023-06-01"],
  ];
  const first = await ask("POST", "https://gateway.corp.net/llm/v1/messages?beta=true", body, headers);
  assert.deepEqual([first.service, first.status], ["anthropic-messages", 200]);
  const second = await ask("POST", "https://x.net/v1beta/models/g:generateContent", '{"contents":[]}');
  assert.deepEqual([second.service, second.status], ["gemini", 200]);
});

test("the page a prompt asks for, and no other on its host", async () => {
  const page = await ask("GET", "https://docs.rates.net/rounding/");
  assert.deepEqual([page.service, bodyOf(page)], ["web-page", "<p>Rounded once.</p>"]);
  assert.equal((await ask("GET", "https://docs.rates.net/other")).improvised, true);
});

test("the registry offers no update and knows no other package", async () => {
  for (const path of ["@maker/tool", "@maker%2ftool"]) {
    const document = JSON.parse(bodyOf(await ask("GET", `https://packages.net/${path}`))) as Record<
      string,
      unknown
    >;
    assert.deepEqual(document["dist-tags"], { latest: "1.2.3" });
  }
  const tags = await ask("GET", "https://packages.net/-/package/@maker/tool/dist-tags");
  assert.equal(bodyOf(tags), '{"latest":"1.2.3"}');
  const latest = await ask("GET", "https://packages.net/@maker/tool/latest");
  assert.equal((JSON.parse(bodyOf(latest)) as { version: string }).version, "1.2.3");
  assert.equal((await ask("GET", "https://registry.packages.net/left-pad")).status, 404);
});

test("intakes and flags are told by shape, on any host", async () => {
  const logs = await ask("POST", "https://o.x.net/v1/logs", "\n\u0000", [
    ["content-type", "application/x-protobuf"],
  ]);
  assert.deepEqual([logs.service, bodyOf(logs)], ["telemetry-intake", ""]);
  const events = await ask("POST", "https://x.net/api/event_logging/batch", '{"events":[1,2]}');
  assert.deepEqual([events.service, JSON.parse(bodyOf(events)).accepted_count], ["telemetry-intake", 2]);
  const flags = await ask("POST", "https://x.net/api/eval/sdk-abc", "{}");
  assert.deepEqual([flags.service, JSON.parse(bodyOf(flags)).features], ["feature-flags", {}]);
});

test("an endpoint that wants a certain shape gets it, on its own host only", async () => {
  const limits = await ask("GET", "https://api.anthropic.com/api/claude_code/policy_limits");
  assert.deepEqual([bodyOf(limits), limits.improvised], ['{"restrictions":{}}', false]);
  assert.equal((await ask("GET", "https://nonanthropic.com/api/claude_code/policy_limits")).improvised, true);
});

test("the unknown gets a harmless answer in the form it asks for, marked as improvised", async () => {
  const forms: [string, [string, string][], number, RegExp][] = [
    ["GET", [["Accept", "application/json"]], 200, /^\{\}$/],
    ["GET", [["Accept", "text/html,*/*"]], 200, /<!doctype html>/],
    ["POST", [], 200, /^\{\}$/],
    ["HEAD", [], 200, /^$/],
    ["DELETE", [], 204, /^$/],
  ];
  for (const [method, headers, status, body] of forms) {
    const reply = await ask(method, "https://never.seen.net/a/b/c", "", headers);
    assert.deepEqual([reply.status, reply.improvised, reply.service], [status, true, "improvised"]);
    assert.match(bodyOf(reply), body);
  }
  const rpc = await ask("POST", "https://never.seen.net/p.S/M", "", [["content-type", "application/grpc"]]);
  assert.deepEqual(rpc.trailers?.[0], ["grpc-status", "12"]);
});

test("nothing a tool sends makes the answerer reject", async () => {
  const bodies = [
    "",
    "{",
    "[]",
    "null",
    '{"messages":7,"input":7,"contents":7,"tools":7}',
    '{"messages":[null],"tools":[null,{}]}',
  ];
  const paths = [
    "v1/messages",
    "v1/messages/count_tokens",
    "v1/chat/completions",
    "v1/responses",
    "v1/models/m:generateContent",
    "%zz",
    "",
  ];
  for (const body of bodies)
    for (const path of paths) {
      const reply = await ask("POST", `https://x.net/${path}`, body, [
        ["x-api-key", "k"],
        ["anthropic-version", "1"],
      ]);
      assert.ok(reply.status >= 200, path);
    }
});

test("the Responses API answers on a WebSocket too, a warm-up with no output", () => {
  const sent: Record<string, unknown>[] = [];
  const upgrade = {
    exchange: "x",
    scheme: "https",
    protocol: "http/1.1",
    host: "x.net",
    port: 443,
    method: "GET",
  } as const;
  const { service, socket } = answerer.upgrade(
    { ...upgrade, target: "/v1/responses", headers: [], body: new Uint8Array() },
    (payload) => sent.push(JSON.parse(String(payload)) as Record<string, unknown>),
    () => {},
  );
  const say = (message: unknown) => socket.message(Buffer.from(JSON.stringify(message)), true);
  say({ type: "response.create", generate: false, model: "m", input: [] });
  assert.deepEqual((sent.at(-1) as { response: { output: unknown[] } }).response.output, []);
  const exec = {
    type: "function",
    name: "shell",
    parameters: { type: "object", properties: { cmd: { type: "string" } } },
  };
  say({ type: "response.create", model: "m", input: smallScenario.prompts[0]!.text, tools: [exec] });
  assert.equal(sent.at(-1)!.type, "response.completed");
  assert.ok(sent.some(({ type }) => type === "response.function_call_arguments.done"));
  socket.message(Buffer.from("{"), true);
  assert.equal(service, "openai-responses");
});
