import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import type { Conversation, StepReport, Turn } from "./conversation.ts";
import { tool } from "./declare-tool.fixture.ts";
import { decide } from "./scripted-model.ts";
import { smallScenario } from "./small-scenario.fixture.ts";

const grep = tool("grep", "", "pattern!");
const read = tool("read_file", "", "path!");
const bash = tool("bash", "", "command!");
const [first, second] = smallScenario.prompts;

function conversation(
  turns: Turn[],
  tools = [grep, read, bash],
  more: Partial<Conversation> = {},
): Conversation {
  const callIds = { prefix: "call_", alphabet: "base62", length: 24 } as const;
  return { turns, tools, json: undefined, forcedTool: undefined, callIds, ...more };
}

/** Plays a tool that does what it is told until the model only talks. */
function play(turns: Turn[], keepIds = true, tools = [grep, read, bash]) {
  const reports: StepReport[] = [];
  const called: string[] = [];
  for (let round = 0; round < 20; round++) {
    const decision = decide(conversation(turns, tools), smallScenario);
    reports.push(...decision.reports);
    const { act } = decision;
    if (act.kind === "say") return { said: act.text, called, reports, turns };
    called.push(act.tool.name);
    const id = keepIds ? act.id : undefined;
    turns.push({ kind: "call", id, name: act.tool.name }, { kind: "result", id });
  }
  throw new Error("the script does not end");
}

const prompt = (text: string): Turn => ({ kind: "user", text });

test("goes through the steps in order, leaves out what is not offered, then closes", () => {
  const { said, called, reports } = play([prompt(first!.text)]);
  assert.deepEqual(called, ["grep", "read_file", "bash"]);
  assert.equal(said, "First is done.");
  assert.deepEqual(
    reports.map(({ phase, state }) => `${phase} ${state}`),
    [
      "search requested",
      "search result-received",
      "read requested",
      "read result-received",
      "command requested",
      "command result-received",
      "fetch not-offered",
    ],
  );
});

test("the second prompt is known when the history holds the first, and when it does not", () => {
  const { turns } = play([prompt(first!.text)]);
  const both = play([...turns, { kind: "assistant", text: "First is done." }, prompt(second!.text)]);
  assert.deepEqual([both.called, both.said], [["read_file"], "Second is done."]);
  assert.deepEqual(play([prompt(second!.text)]).called, ["read_file"]);
});

test("a tool that keeps no ids is followed by counting its calls", () => {
  const { called, said, turns } = play([prompt(first!.text)], false);
  assert.deepEqual([called, said], [["grep", "read_file", "bash"], "First is done."]);
  assert.deepEqual(play([...turns, prompt(second!.text)], false).called, ["read_file"]);
});

test("a history cut down to the last result goes on where it was", () => {
  const { turns } = play([prompt(first!.text)]);
  const afterSearch = turns.slice(2, 3);
  const { act } = decide(conversation(afterSearch), smallScenario);
  assert.equal(act.kind === "call" && act.tool.name, "read_file");
});

test("the same conversation gets the same answer: a retry does not skip a step", () => {
  const turns = play([prompt(first!.text)]).turns.slice(0, 3);
  assert.deepEqual(decide(conversation(turns), smallScenario), decide(conversation(turns), smallScenario));
});

test("what declares no tools, or holds no marker, is a side request", () => {
  for (const side of [
    conversation([prompt(first!.text)], []),
    conversation([prompt("Generate a title for: something else")]),
  ]) {
    const { act, reports } = decide(side, smallScenario);
    assert.equal(act.kind, "say");
    assert.deepEqual(reports, []);
    assert.notEqual(act.text, first!.closing);
  }
});

test("side requests get JSON when they ask for it, by the schema they give", () => {
  const schema = {
    type: "object",
    properties: { title: { type: "string" }, isNew: { type: "boolean" } },
    required: ["title", "isNew"],
  };
  const { act } = decide(conversation([prompt("Name it")], [], { json: schema }), smallScenario);
  assert.deepEqual(Object.keys(JSON.parse(act.text) as object), ["title", "isNew"]);
  const asked = decide(conversation([prompt("Reply with JSON only.")], []), smallScenario);
  assert.equal(typeof JSON.parse(asked.act.text), "object");
});

test("a forced tool is called whatever the script says", () => {
  const answer = tool("answer", "", "title! isNew!:boolean");
  const { act } = decide(conversation([prompt("x")], [answer], { forcedTool: "answer" }), smallScenario);
  assert.equal(act.kind, "call");
  assert.deepEqual(act.kind === "call" && Object.keys(act.arguments as object), ["title", "isNew"]);
});

test("a tool that finds tools is asked once for what is missing, and what it found is used", () => {
  const finder = tool("ToolSearch", "Finds deferred tools", "query!");
  const turns = [prompt(first!.text)];
  const { called, reports } = play(turns, true, [grep, read, bash, finder]);
  assert.deepEqual(called, ["grep", "read_file", "bash", "ToolSearch"]);
  assert.equal(reports.at(-1)!.state, "not-offered");
  const found = play(turns, true, [grep, read, bash, finder, tool("WebFetch", "Fetches a URL", "url!")]);
  assert.deepEqual([found.called, found.said], [["WebFetch"], "First is done."]);
});

test("for any conversation, a tool that goes on from it reaches the end", () => {
  const id = fc.option(fc.constantFrom("call_x", "call_y", "toolu_1"), { nil: undefined });
  const anyTurn = fc.oneof(
    fc.record({ kind: fc.constantFrom("system", "user", "assistant"), text: fc.string() }),
    fc.constantFrom(prompt(first!.text), prompt(second!.text)),
    fc.record({ kind: fc.constant("call"), id, name: fc.string() }),
    fc.record({ kind: fc.constant("result"), id }),
  ) as fc.Arbitrary<Turn>;
  const someTools = fc.subarray([grep, read, bash, tool("ToolSearch", "Finds deferred tools", "query!")]);
  fc.assert(
    fc.property(fc.array(anyTurn), someTools, fc.boolean(), (turns, tools, keepIds) => {
      play([...turns], keepIds, tools);
    }),
    { numRuns: 200 },
  );
});
