import { createHash } from "node:crypto";
import type { Scenario, ScriptedPrompt, ScriptStep } from "../model/scenario.ts";
import type { Act, Conversation, StepReport, Turn } from "./conversation.ts";
import { toIdentifier } from "./identifier.ts";
import { sideAnswer } from "./side-answer.ts";
import { FUEL, plainValue } from "./plain-value.ts";
import { isObject } from "./json-shape.ts";
import { chooseTool, chooseToolFinder } from "./tool-choice.ts";

export interface Decision {
  act: Act;
  reports: StepReport[];
}

/** Where in the script a conversation stands. */
interface Standing {
  prompt: number;
  /** Steps that have been asked for; `undefined` when ids do not tell and calls have to be counted. */
  lastAsked: number | undefined;
  /** Calls since the prompt, by any id. */
  calls: number;
  resultReceived: boolean;
}

/**
 * Decides what the model does next, from the conversation alone: the ids of the calls in its history tell which
 * steps are done, so a tool may repeat, resume or shorten its requests. The main conversation is the one that
 * declares tools and holds a prompt's marker (or a call of ours); anything else is a side request.
 */
export function decide(conversation: Conversation, scenario: Scenario): Decision {
  const forced = conversation.tools.find(({ name }) => name === conversation.forcedTool);
  if (forced) return { act: forcedCall(forced, conversation, scenario), reports: [] };
  const standing = conversation.tools.length > 0 ? standingOf(conversation, scenario) : undefined;
  const prompt = standing && scenario.prompts[standing.prompt];
  if (!standing || !prompt) return { act: { kind: "say", text: sideAnswer(conversation) }, reports: [] };
  return nextStep(conversation, scenario, prompt, standing);
}

function nextStep(
  conversation: Conversation,
  scenario: Scenario,
  prompt: ScriptedPrompt,
  standing: Standing,
): Decision {
  const reports: StepReport[] = [];
  const asked = standing.lastAsked === undefined ? undefined : prompt.steps[standing.lastAsked];
  if (asked && standing.resultReceived)
    reports.push({
      key: `${standing.prompt}.${standing.lastAsked}`,
      phase: asked.phase,
      state: "result-received",
    });
  let toCount = standing.lastAsked === undefined ? standing.calls : 0;
  for (const [index, step] of prompt.steps.entries()) {
    if (standing.lastAsked !== undefined && index <= standing.lastAsked) continue;
    const key = `${standing.prompt}.${index}`;
    const chosen = chooseTool(step, conversation.tools, scenario.machine.workspace);
    if (!chosen) {
      const keepsIds = standing.lastAsked !== undefined;
      const finding = findToolFirst(step, `${key}.find`, conversation, scenario, keepsIds);
      if (finding) return { ...finding, reports: [...reports, ...finding.reports] };
      reports.push({ key, phase: step.phase, state: "not-offered" });
      continue;
    }
    const report = { key, phase: step.phase, tool: chosen.tool.name };
    if (toCount-- > 0) {
      reports.push({ ...report, state: "result-received" });
      continue;
    }
    reports.push({ ...report, state: "requested", arguments: chosen.arguments });
    const id = callId(scenario.seed, key, conversation);
    return { act: { kind: "call", text: step.values.description ?? "", id, ...chosen }, reports };
  }
  return { act: { kind: "say", text: prompt.closing }, reports };
}

/**
 * Some tools keep part of their declarations back until the model searches for them. The script asks once for
 * what a step lacks; whether it has asked is read from the history, like everything else.
 */
function findToolFirst(
  step: ScriptStep,
  key: string,
  conversation: Conversation,
  scenario: Scenario,
  keepsIds: boolean,
): Decision | undefined {
  const id = callId(scenario.seed, key, conversation);
  const finder = chooseToolFinder(step.intent, conversation.tools);
  const hasAsked = conversation.turns.some(
    (turn) =>
      isCallOrResult(turn) &&
      (turn.id === id || (!keepsIds && turn.kind === "call" && turn.name === finder?.tool.name)),
  );
  if (!finder || hasAsked) return undefined;
  const report: StepReport = {
    key,
    phase: step.phase,
    state: "requested",
    tool: finder.tool.name,
    arguments: finder.arguments,
  };
  return { act: { kind: "call", text: "", id, ...finder }, reports: [report] };
}

function standingOf({ turns, tools, callIds }: Conversation, scenario: Scenario): Standing | undefined {
  const places = placesById({ callIds }, scenario);
  const placed = turns.flatMap((turn) => {
    const place = isCallOrResult(turn) ? places.get(turn.id ?? "") : undefined;
    return place ? [{ ...place, kind: turn.kind }] : [];
  });
  const begins = turns.map((turn) => (turn.kind === "user" ? lastMarked(turn.text, scenario) : -1));
  const prompt = Math.max(-1, ...begins, ...placed.map((place) => place.prompt));
  if (prompt < 0) return undefined;
  const ours = placed.filter((place) => place.prompt === prompt);
  // Who searched for what a step lacks has all steps before it behind them.
  const lastAsked =
    ours.length > 0 ? Math.max(...ours.map(({ step, isFind }) => step - (isFind ? 1 : 0))) : undefined;
  const finder = chooseToolFinder("read-file", tools)?.tool.name;
  const calls = turns
    .slice(begins.lastIndexOf(prompt) + 1)
    .filter((turn) => turn.kind === "call" && turn.name !== finder).length;
  const resultReceived = ours.some(
    ({ kind, step, isFind }) => kind === "result" && !isFind && step === lastAsked,
  );
  return { prompt, lastAsked, calls, resultReceived };
}

function isCallOrResult(turn: Turn): turn is Extract<Turn, { id: string | undefined }> {
  return turn.kind === "call" || turn.kind === "result";
}

/** What an id of ours stands for: a step, or the search for a tool that the step lacks. */
interface Place {
  prompt: number;
  step: number;
  isFind: boolean;
}

function lastMarked(text: string, { prompts }: Scenario): number {
  return prompts.findLastIndex((prompt) => text.includes(prompt.marker));
}

function placesById(conversation: Pick<Conversation, "callIds">, scenario: Scenario): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const [prompt, { steps }] of scenario.prompts.entries())
    for (const step of steps.keys())
      for (const isFind of [false, true]) {
        const key = `${prompt}.${step}${isFind ? ".find" : ""}`;
        places.set(callId(scenario.seed, key, conversation), { prompt, step, isFind });
      }
  return places;
}

/** The id of a step's call: the same whenever it is computed, and shaped like the protocol's own. */
function callId(seed: number, key: string, { callIds }: Pick<Conversation, "callIds">): string {
  const digest = createHash("sha256").update(`call:${seed}:${key}`).digest();
  return callIds.prefix + toIdentifier(digest, callIds.alphabet, callIds.length);
}

/** A request that leaves no choice gets the tool it names, with ordinary values: a structured side question. */
function forcedCall(
  tool: Conversation["tools"][number],
  conversation: Conversation,
  scenario: Scenario,
): Act {
  const text = () => sideAnswer({ ...conversation, json: undefined });
  const value = plainValue(
    "",
    { type: "object", ...tool.schema },
    { root: tool.schema, words: [], text, fuel: { left: FUEL } },
  );
  const id = callId(scenario.seed, `forced.${conversation.turns.length}`, conversation);
  return { kind: "call", text: "", id, tool, arguments: isObject(value) ? value : {} };
}
