import type { Intent, ScriptStep } from "../model/scenario.ts";
import type { DeclaredTool, ToolArguments } from "./conversation.ts";
import { ENUM_WORDS, intentScore } from "./intent-words.ts";
import { patchText, shellCommand } from "./step-text.ts";
import type { Slot, SlotValues } from "./slots.ts";
import { fillArguments } from "./tool-arguments.ts";

export interface ChosenTool {
  tool: DeclaredTool;
  arguments: ToolArguments;
}

/** One way to do what is intended: the slots a tool must take, and how much we would rather do it so. */
interface Way {
  intent: Intent;
  wanted: readonly Slot[];
  bonus: number;
  values(step: ScriptStep, tool: DeclaredTool): SlotValues;
}

/** Below this a tool's name and description say too little about what it is for. */
const LEAST_SCORE = 3;
/** A shell can stand in for a tool that is not there, but never before one that is. */
const SHELL_INSTEAD = -100;

const asGiven = (step: ScriptStep): SlotValues => step.values;

const WAYS: Record<Intent, Way[]> = {
  "search-text": [
    {
      intent: "search-text",
      wanted: ["pattern"],
      bonus: 0,
      values: ({ values: { path, ...rest } }) => ({
        ...rest,
        ...(path === undefined ? {} : { directory: path }),
      }),
    },
    { intent: "run-command", wanted: ["command"], bonus: SHELL_INSTEAD, values: viaShell },
  ],
  "read-file": [
    { intent: "read-file", wanted: ["path"], bonus: 0, values: asGiven },
    { intent: "run-command", wanted: ["command"], bonus: SHELL_INSTEAD, values: viaShell },
  ],
  "edit-file": [
    { intent: "edit-file", wanted: ["path", "oldText", "newText"], bonus: 6, values: asGiven },
    { intent: "edit-file", wanted: ["path", "patch"], bonus: 3, values: withPatch },
    { intent: "edit-file", wanted: ["patch"], bonus: 2, values: withPatch },
    { intent: "edit-file", wanted: ["path", "content"], bonus: 0, values: asGiven },
    { intent: "run-command", wanted: ["command"], bonus: SHELL_INSTEAD, values: viaShell },
  ],
  "run-command": [{ intent: "run-command", wanted: ["command"], bonus: 0, values: asGiven }],
  "fetch-url": [{ intent: "fetch-url", wanted: ["url"], bonus: 0, values: asGiven }],
};

/**
 * Chooses a declared tool for a step by its name, description and JSON schema alone, and fills its arguments.
 * `undefined` when no tool fits. `workspace` fills a required working directory.
 */
export function chooseTool(
  step: ScriptStep,
  tools: readonly DeclaredTool[],
  workspace: string,
): ChosenTool | undefined {
  let best: (ChosenTool & { score: number }) | undefined;
  for (const way of WAYS[step.intent]) {
    for (const tool of tools) {
      const aptness = intentScore(way.intent, tool);
      if (aptness < LEAST_SCORE) continue;
      const values = { directory: workspace, ...way.values(step, tool) };
      const filled = fillArguments(tool, way.wanted, values, ENUM_WORDS[way.intent]);
      if (!filled) continue;
      const score = aptness + way.bonus - filled.unsureness / 10;
      if (!best || score > best.score) best = { tool, arguments: filled.arguments, score };
    }
  }
  return best && { tool: best.tool, arguments: best.arguments };
}

/** Words to search a list of tools by. */
const FINDER_QUERY: Record<Intent, string> = {
  "search-text": "grep search",
  "read-file": "read file",
  "edit-file": "edit file",
  "run-command": "bash shell command",
  "fetch-url": "web fetch",
};

/** A declared tool that finds further tools, asked for one that suits the intent. */
export function chooseToolFinder(intent: Intent, tools: readonly DeclaredTool[]): ChosenTool | undefined {
  const finder = tools.find(
    ({ name, description }) =>
      /tool/i.test(name) && /search|find|discover|load/i.test(name) && /tools/i.test(description),
  );
  const filled = finder && fillArguments(finder, ["pattern"], { pattern: FINDER_QUERY[intent] }, []);
  return filled && { tool: finder, arguments: filled.arguments };
}

function withPatch(step: ScriptStep, tool: DeclaredTool): SlotValues {
  return { ...step.values, patch: patchText(step, tool) };
}

function viaShell(step: ScriptStep): SlotValues {
  const command = shellCommand(step);
  return { description: step.values.description ?? "", ...(command === undefined ? {} : { command }) };
}
