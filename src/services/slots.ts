/**
 * A *slot* is what a field of a tool means to the script: a path, a command, the text to be replaced. Tools name
 * their fields differently; these lists say which names mean which slot, the surest first. Names are
 * compared without case, separators and trailing digits, so `filePath`, `file_path` and `FilePath` are one.
 */
const SLOT_NAMES = {
  path: [
    "filepath",
    "absolutepath",
    "path",
    "file",
    "filename",
    "targetfile",
    "absolutefilepath",
    "relativepath",
    "relativeworkspacepath",
    "files",
    "paths",
    "filepaths",
    "fileuri",
    "uri",
    "target",
  ],
  directory: [
    "directory",
    "dir",
    "dirpath",
    "directorypath",
    "directoryabsolutepath",
    "cwd",
    "workdir",
    "workingdirectory",
    "searchpath",
    "folder",
    "root",
    "path",
    "paths",
    "targetdirectories",
  ],
  pattern: [
    "pattern",
    "regex",
    "regexp",
    "query",
    "searchterm",
    "search",
    "text",
    "keyword",
    "q",
    "patterns",
    "queries",
  ],
  oldText: [
    "oldstring",
    "oldstr",
    "oldtext",
    "old",
    "search",
    "find",
    "searchtext",
    "original",
    "oldcontent",
    "target",
  ],
  newText: [
    "newstring",
    "newstr",
    "newtext",
    "new",
    "replace",
    "replacement",
    "replacewith",
    "updated",
    "newcontent",
  ],
  content: [
    "content",
    "contents",
    "filetext",
    "filecontent",
    "text",
    "newcontent",
    "codeedit",
    "changes",
    "code",
  ],
  patch: ["patch", "patchtext", "diff", "input", "changes"],
  command: ["command", "cmd", "commands", "shellcommand", "commandline", "script", "argv", "input", "code"],
  url: ["url", "urls", "uri", "link", "href", "address"],
  description: [
    "prompt",
    "description",
    "summary",
    "explanation",
    "instruction",
    "instructions",
    "title",
    "reason",
    "rationale",
    "justification",
    "question",
    "objective",
    "thought",
    "purpose",
  ],
} as const satisfies Record<string, readonly string[]>;

export type Slot = keyof typeof SLOT_NAMES;
export type SlotValues = Partial<Record<Slot, string>>;

/** How surely a field of this name means the slot: 0 is surest, `Infinity` when it does not. */
export function slotRank(field: string, slot: Slot): number {
  const plain = field
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
    .replace(/\d+$/, "");
  const rank = (SLOT_NAMES[slot] as readonly string[]).indexOf(plain);
  return rank < 0 ? Infinity : rank;
}
