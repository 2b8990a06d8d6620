import assert from "node:assert/strict";
import { test } from "node:test";
import type { Intent, ScriptStep } from "../model/scenario.ts";
import { assertValid } from "./assert-valid.fixture.ts";
import { tool } from "./declare-tool.fixture.ts";
import { TOOL_SETS } from "./declared-tools.fixture.ts";
import { chooseTool, chooseToolFinder } from "./tool-choice.ts";

const WORKSPACE = "/home/u/p";
const STEPS: Record<Intent, ScriptStep> = {
  "search-text": step("search", "search-text", {
    pattern: "applyRate",
    path: WORKSPACE,
    description: "Look.",
  }),
  "read-file": step("read", "read-file", { path: "/home/u/p/a.ts", description: "Read it." }),
  "edit-file": step("edit", "edit-file", {
    path: "/home/u/p/a.ts",
    oldText: "const a = 1;",
    newText: "const a = 2;",
    content: "const a = 2;\n",
    description: "Change it.",
  }),
  "run-command": step("command", "run-command", {
    command: "git log -3 && cat VERSION",
    description: "Show it.",
  }),
  "fetch-url": step("fetch", "fetch-url", {
    url: "https://docs.rates.net/x",
    description: "What is the rule?",
  }),
};

function step(phase: ScriptStep["phase"], intent: Intent, values: ScriptStep["values"]): ScriptStep {
  return { phase, intent, values };
}

for (const { shape, tools, expect } of TOOL_SETS)
  test(`chooses by name and schema: ${shape}`, () => {
    for (const [intent, expected] of Object.entries(expect) as [Intent, unknown][]) {
      const chosen = chooseTool(STEPS[intent], tools, WORKSPACE);
      assert.deepEqual(chosen && [chosen.tool.name, chosen.arguments], expected, intent);
    }
    for (const one of Object.values(STEPS)) assertValid(chooseTool(one, tools, WORKSPACE));
  });

test("the order of declarations does not matter", () => {
  for (const { tools, expect } of TOOL_SETS)
    for (const [intent, expected] of Object.entries(expect) as [Intent, unknown][]) {
      const chosen = chooseTool(STEPS[intent], tools.toReversed(), WORKSPACE);
      assert.deepEqual(chosen && [chosen.tool.name, chosen.arguments], expected, intent);
    }
});

test("a tool that finds tools is recognised, one that searches for anything else is not", () => {
  const finder = tool("ToolSearch", "Fetches definitions of deferred tools", "query! max_results!", {
    max_results: { type: "number", default: 5 },
  });
  assert.deepEqual(chooseToolFinder("fetch-url", [finder])?.arguments, {
    query: "web fetch",
    max_results: 5,
  });
  assert.equal(chooseToolFinder("fetch-url", TOOL_SETS[0]!.tools), undefined);
});

test("no tools, no choice", () => {
  for (const one of Object.values(STEPS)) assert.equal(chooseTool(one, [], WORKSPACE), undefined);
});
