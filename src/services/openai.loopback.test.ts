import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI, { BadRequestError } from "openai";
import { serveAnswerer } from "./served.fixture.ts";
import { smallScenario } from "./small-scenario.fixture.ts";

async function connect() {
  const served = await serveAnswerer();
  const client = new OpenAI({ baseURL: `${served.url}/v1`, apiKey: "sk-x", maxRetries: 0 });
  return { ...served, client };
}

const parameters = { type: "object", properties: { path: { type: "string" } }, required: ["path"] };
const command = { type: "object", properties: { cmd: { type: "string" } }, required: ["cmd"] };
const [prompt] = smallScenario.prompts;

test("chat completions: a streamed conversation with tool calls, usage at the end", async () => {
  await using served = await connect();
  const tools: OpenAI.ChatCompletionTool[] = [
    { type: "function", function: { name: "read_file", parameters } },
    {
      type: "function",
      function: { name: "exec_command", description: "Runs a shell command", parameters: command },
    },
  ];
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: "user", content: prompt!.text }];
  const used: unknown[] = [];
  for (let round = 0; round < 6; round++) {
    const stream = served.client.chat.completions.stream({
      model: "gpt-4o",
      messages,
      tools,
      stream_options: { include_usage: true },
    });
    const completion = await stream.finalChatCompletion();
    const [choice] = completion.choices;
    assert.ok(completion.usage!.total_tokens > 10);
    const [call] = choice!.message.tool_calls ?? [];
    assert.equal(choice!.finish_reason, call ? "tool_calls" : "stop");
    if (!call) {
      assert.equal(choice!.message.content, "First is done.");
      break;
    }
    assert.ok(call.type === "function");
    used.push([call.function.name, JSON.parse(call.function.arguments)]);
    messages.push(choice!.message, { role: "tool", tool_call_id: call.id, content: "done" });
  }
  assert.deepEqual(used, [
    ["exec_command", { cmd: "grep -rn -e applyRate ." }],
    ["read_file", { path: "/home/u/p/a.ts" }],
    ["exec_command", { cmd: "cat VERSION" }],
  ]);
});

test("chat completions: whole, JSON by schema, models, errors", async () => {
  await using served = await connect();
  const { chat, models } = served.client;
  const ask = { model: "gpt-4o", messages: [{ role: "user" as const, content: "Name it" }] };
  const schema = { type: "object", properties: { title: { type: "string" } }, required: ["title"] };
  const completion = await chat.completions.create({
    ...ask,
    response_format: { type: "json_schema", json_schema: { name: "x", schema } },
  });
  assert.equal(typeof JSON.parse(completion.choices[0]!.message.content!).title, "string");
  assert.ok((await models.list()).data.some(({ id }) => id === "gpt-4o"));
  await assert.rejects(chat.completions.create({ ...ask, messages: [] }), BadRequestError);
});

test("responses: streamed, continued by previous_response_id, the last message whole", async () => {
  await using served = await connect();
  const { responses } = served.client;
  const tools: OpenAI.Responses.Tool[] = [
    {
      type: "function",
      name: "exec_command",
      description: "Runs a shell command",
      parameters: command,
      strict: false,
    },
    { type: "custom", name: "apply_patch" },
  ];
  let input: OpenAI.Responses.ResponseInput = [{ role: "user", content: prompt!.text }];
  const used: string[] = [];
  const continuing: { previous_response_id?: string } = {};
  for (let round = 0; round < 6; round++) {
    const response = await responses.stream({ model: "gpt-5", input, tools, ...continuing }).finalResponse();
    assert.equal(response.status, "completed");
    const call = response.output.find((item) => item.type === "function_call");
    if (!call) {
      assert.equal(response.output_text, "First is done.");
      break;
    }
    used.push((JSON.parse(call.arguments) as { cmd: string }).cmd);
    continuing.previous_response_id = response.id;
    input = [{ type: "function_call_output", call_id: call.call_id, output: "done" }];
  }
  assert.deepEqual(used, ["grep -rn -e applyRate .", "cat /home/u/p/a.ts", "cat VERSION"]);
  const whole = await responses.create({ model: "gpt-5", input: "Name it" });
  assert.ok(whole.output_text.length > 0 && whole.usage!.input_tokens > 0);
});
