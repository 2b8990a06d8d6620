import type { Intent } from "../model/scenario.ts";
import type { DeclaredTool } from "./conversation.ts";
import { listAt } from "./json-shape.ts";
import { propertiesOf, requiredOf } from "./schema-value.ts";

/**
 * Which words in a tool's name speak for an intent, and which against it. Weights are small whole numbers
 * found by trying published tools' declarations; none of them is a product's table.
 */
const NAME_WORDS: Record<Intent, Partial<Record<string, number>>> = {
  "search-text": weights({
    6: "grep ripgrep rg",
    4: "search",
    2: "find content contents codebase retrieval regex",
    1: "text code file files",
    [-4]: "glob symbol symbols docs",
    [-8]: "web google internet tool tools memory replace url session sessions thread threads skill skills image history conversation package library",
  }),
  "read-file": weights({
    4: "read view",
    3: "cat",
    2: "open file",
    1: "show get load files content contents",
    [-1]: "many multiple",
    [-4]: "image list search diff pdf media",
    [-8]: "write edit create delete url web fetch page notebook directory dir todo todos resource resources memory terminal process output thread skill lints diagnostics mcp range undo browser session task bash shell",
  }),
  "edit-file": weights({
    5: "edit editor",
    4: "replace",
    3: "update modify patch",
    2: "apply write",
    1: "str string create save file code",
    [-1]: "multi multiple files",
    [-4]: "insert read view search delete",
    [-8]: "notebook todo todos memory plan undo task tasks agent config web issue rename stdin session comment",
  }),
  "run-command": weights({
    6: "bash shell",
    5: "exec",
    4: "execute run command commands cmd",
    3: "terminal launch",
    2: "process",
    [-3]: "background powershell test python javascript notebook",
    [-8]: "kill stop output list read write stdin slash skill task agent subagent input interactive sql query wait",
  }),
  "fetch-url": weights({
    6: "fetch",
    4: "url",
    3: "web http webpage website",
    2: "page browse",
    1: "open read get request content",
    [-2]: "browser docs",
    [-8]: "search file files image git resource resources mcp tool instructions",
  }),
};

/** What a description says of a tool whose name alone would be too little, or too much. */
const DESCRIPTION_WORDS: Record<Intent, RegExp> = {
  "search-text":
    /\b(grep|ripgrep|regular expression|regex|search(es)? (for )?(file contents|the codebase|text))/i,
  "read-file":
    /\b(read|view|return|display)s? (the )?(contents? of )?(a |one or more )?(local )?(file|specified file)/i,
  "edit-file": /\b(replace|edit|modif|patch|overwrit|write)\w*\b.{0,40}\bfiles?\b/i,
  "run-command":
    /\b(shell|bash|terminal|command[- ]line)\b|\b(run|execut)\w* (a |one or more )?(given )?commands?/i,
  "fetch-url": /\b(fetch|retriev|download|access|process)\w*\b.{0,40}\b(urls?|web ?pages?)\b/i,
};

/** Members to look for in a field with fixed choices, such as `command: "view" | "str_replace"`. */
export const ENUM_WORDS: Record<Intent, readonly string[]> = {
  "search-text": ["content", "grep", "search", "regex"],
  "read-file": ["view", "read", "file", "text"],
  "edit-file": ["str_replace", "replace", "edit", "update", "modify", "overwrite", "write", "create"],
  "run-command": ["low", "sync", "bash", "run", "exec"],
  "fetch-url": ["get", "markdown", "text", "fetch"],
};

/** A tool a server or plug-in brought along is second choice: the script wants the tool's own. */
const FOREIGN = -3;

/** A tool whose required choice names the act, such as `command: "view"`, suits almost as well as one of that name. */
const BY_CHOICE = -1;

/** How well a tool's name, required choices and description suit an intent; 3 and more is a fit. */
export function intentScore(intent: Intent, tool: DeclaredTool): number {
  const byChoice = requiredChoices(tool).map((choice) => wordsScore(intent, choice) + BY_CHOICE);
  const byName = Math.max(wordsScore(intent, tool.name), ...byChoice);
  const byDescription = DESCRIPTION_WORDS[intent].test(tool.description.slice(0, 600)) ? 3 : 0;
  return byName + byDescription + (/^mcp[_-]/i.test(tool.name) ? FOREIGN : 0);
}

function requiredChoices({ schema }: DeclaredTool): string[] {
  const properties = propertiesOf(schema);
  return requiredOf(schema)
    .flatMap((name) => listAt(properties[name], "enum"))
    .filter((choice) => typeof choice === "string");
}

function wordsScore(intent: Intent, name: string): number {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.reduce((sum, word) => sum + (NAME_WORDS[intent][word] ?? 0), 0);
}

function weights(table: Record<number, string>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(table).flatMap(([weight, words]) =>
      words.split(" ").map((word) => [word, Number(weight)]),
    ),
  );
}
