import assert from "node:assert/strict";
import { test } from "node:test";
import Anthropic, { BadRequestError } from "@anthropic-ai/sdk";
import { serveAnswerer } from "./served.fixture.ts";
import { smallScenario } from "./small-scenario.fixture.ts";

/** The vendor's own client is the judge of what the stand-in sends. */
async function connect() {
  const served = await serveAnswerer();
  const client = new Anthropic({ baseURL: served.url, apiKey: "sk-ant-x", maxRetries: 0 });
  return { ...served, client };
}

const tools: Anthropic.Tool[] = [
  {
    name: "Grep",
    input_schema: { type: "object", properties: { pattern: { type: "string" } }, required: ["pattern"] },
  },
  {
    name: "Read",
    input_schema: { type: "object", properties: { file_path: { type: "string" } }, required: ["file_path"] },
  },
];
const [prompt] = smallScenario.prompts;
const asked: Anthropic.MessageCreateParamsNonStreaming = {
  model: "claude-sonnet-4-6",
  max_tokens: 1000,
  messages: [{ role: "user", content: prompt!.text }],
  tools,
};

test("a whole conversation, streamed: text, tool calls, results, closing", async () => {
  await using served = await connect();
  const messages = [...asked.messages];
  const used: string[] = [];
  for (let round = 0; round < 5; round++) {
    const stream = served.client.messages.stream({ ...asked, messages });
    const types: string[] = [];
    stream.on("streamEvent", ({ type }) => types.push(type));
    const message = await stream.finalMessage();
    assert.equal(types[0], "message_start");
    assert.deepEqual(types.slice(-2), ["message_delta", "message_stop"]);
    assert.match(message.id, /^msg_01\w{22}$/);
    assert.ok(message.usage.input_tokens > 10 && message.usage.output_tokens > 1);
    const call = message.content.find((block) => block.type === "tool_use");
    assert.equal(message.stop_reason, call ? "tool_use" : "end_turn");
    if (!call) {
      assert.deepEqual(message.content, [{ type: "text", text: "First is done." }]);
      break;
    }
    used.push(`${call.name} ${JSON.stringify(call.input)}`);
    assert.match(call.id, /^toolu_01\w{22}$/);
    messages.push({ role: "assistant", content: message.content });
    messages.push({
      role: "user",
      content: [{ type: "tool_result", tool_use_id: call.id, content: "no", is_error: true }],
    });
  }
  assert.deepEqual(used, ['Grep {"pattern":"applyRate"}', 'Read {"file_path":"/home/u/p/a.ts"}']);
  assert.deepEqual(
    served.steps.map(({ phase, state }) => `${phase} ${state}`),
    [
      "search requested",
      "search result-received",
      "read requested",
      "read result-received",
      "command not-offered",
      "fetch not-offered",
    ],
  );
  assert.deepEqual(served.steps[0]!.declared, ["Grep", "Read"]);
});

test("streamed and not, the message is the same but for its ids", async () => {
  await using served = await connect();
  const whole = await served.client.messages.create(asked);
  const streamed = await served.client.messages.stream(asked).finalMessage();
  assert.deepEqual(streamed.content, whole.content);
  assert.equal(streamed.usage.output_tokens, whole.usage.output_tokens);
  assert.equal(streamed.usage.input_tokens, whole.usage.input_tokens);
  assert.match(whole._request_id ?? "", /^req_/);
});

test("event order is the API's: a ping after the first block has begun, JSON in parts", async () => {
  await using served = await connect();
  const events: string[] = [];
  for await (const event of await served.client.messages.create({ ...asked, stream: true }))
    events.push(event.type);
  const shortened = events.filter((type, at) => type !== events[at - 1]);
  // The client itself swallows pings.
  assert.deepEqual(shortened, [
    "message_start",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "content_block_start",
    "content_block_delta",
    "content_block_stop",
    "message_delta",
    "message_stop",
  ]);
  const raw = await fetch(`${served.url}/v1/messages`, {
    method: "POST",
    headers: { "x-api-key": "k", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ ...asked, stream: true }),
  });
  assert.match(raw.headers.get("content-type")!, /^text\/event-stream/);
  assert.equal(raw.headers.get("anthropic-ratelimit-requests-limit"), "4000");
  const lines = (await raw.text()).split("\n").filter((line) => line.startsWith("event: "));
  assert.deepEqual(lines.slice(0, 3), ["event: message_start", "event: content_block_start", "event: ping"]);
});

test("token counts and models", async () => {
  await using served = await connect();
  const { model, messages } = asked;
  const short = await served.client.messages.countTokens({ model, messages });
  const long = await served.client.messages.countTokens({ model, messages, system: "word ".repeat(500) });
  assert.ok(long.input_tokens > short.input_tokens + 300);
  const ids: string[] = [];
  for await (const { id } of served.client.models.list()) ids.push(id);
  assert.ok(ids.includes("claude-haiku-4-5-20251001"));
  assert.equal((await served.client.models.retrieve(ids[0]!)).type, "model");
});

test("errors are the API's own", async () => {
  await using served = await connect();
  await assert.rejects(
    served.client.messages.create({ ...asked, messages: [] }),
    (error: unknown) => error instanceof BadRequestError && /at least one message/.test(error.message),
  );
  await assert.rejects(
    served.client.messages.create({ model: "m" } as Anthropic.MessageCreateParamsNonStreaming),
    (error: unknown) => error instanceof BadRequestError && /max_tokens: Field required/.test(error.message),
  );
  const noKey = await fetch(`${served.url}/v1/messages`, { method: "POST", body: "{}" });
  const body = (await noKey.json()) as { type: string; error: { type: string } };
  assert.deepEqual([noKey.status, body.type, body.error.type], [401, "error", "authentication_error"]);
});

test("a tool held back is not called before a search has named it", async () => {
  await using served = await connect();
  const late = { ...tools[0]!, defer_loading: true };
  const first = await served.client.messages.create({ ...asked, tools: [late, tools[1]!] });
  assert.equal(first.content.find((block) => block.type === "tool_use")?.name, "Read");
});
