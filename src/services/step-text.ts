import type { ScriptStep } from "../model/scenario.ts";
import type { DeclaredTool } from "./conversation.ts";

/** The replacement of a step in the notation that the tool's description asks for. */
export function patchText(step: ScriptStep, tool: DeclaredTool): string {
  const { path = "", oldText = "", newText = "" } = step.values;
  const says = `${tool.description} ${JSON.stringify(tool.schema)}`;
  if (/<<<<<<< SEARCH|------- SEARCH/.test(says)) {
    const [open, close] = says.includes("<<<<<<< SEARCH")
      ? ["<<<<<<< SEARCH", ">>>>>>> REPLACE"]
      : ["------- SEARCH", "+++++++ REPLACE"];
    return `${open}\n${oldText}\n=======\n${newText}\n${close}`;
  }
  const removed = oldText.split("\n").map((line) => `-${line}`);
  const added = newText.split("\n").map((line) => `+${line}`);
  if (/unified diff/i.test(says)) {
    const hunk = `@@ -1,${removed.length} +1,${added.length} @@`;
    return [`--- ${path}`, `+++ ${path}`, hunk, ...removed, ...added, ""].join("\n");
  }
  return ["*** Begin Patch", `*** Update File: ${path}`, "@@", ...removed, ...added, "*** End Patch"].join(
    "\n",
  );
}

/** The same act as a command line, for tools whose one means is a shell. */
export function shellCommand(step: ScriptStep): string | undefined {
  const { path, pattern, oldText, newText } = step.values;
  if (step.intent === "search-text" && pattern !== undefined)
    return `grep -rn -e ${quoted(pattern)} ${quoted(path ?? ".")}`;
  if (step.intent === "read-file" && path !== undefined) return `cat ${quoted(path)}`;
  if (step.intent === "edit-file" && path !== undefined && oldText !== undefined && newText !== undefined) {
    if (`${oldText}${newText}`.includes("\n")) return undefined;
    const from = oldText.replaceAll(/[\\/.*[\]^$]/g, String.raw`\$&`);
    return `sed -i ${quoted(`s/${from}/${newText.replaceAll(/[\\/&]/g, String.raw`\$&`)}/`)} ${quoted(path)}`;
  }
  return undefined;
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
