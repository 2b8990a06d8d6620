import type { Intent } from "../model/scenario.ts";
import type { DeclaredTool } from "./conversation.ts";
import { listOf, objectOf, oneOf, tool } from "./declare-tool.fixture.ts";

/**
 * Declarations in the shapes that published tools use, shortened, and what should be chosen for each intent:
 * `[tool, arguments]`, `undefined` for nothing, left out where it does not matter.
 */
export interface ToolSet {
  shape: string;
  tools: DeclaredTool[];
  expect: Partial<Record<Intent, [string, unknown] | undefined>>;
}

const PATH = "/home/u/p/a.ts";
const OLD = "const a = 1;";
const NEW = "const a = 2;";
const COMMAND = "git log -3 && cat VERSION";
const URL = "https://docs.rates.net/x";
const PATCH = `*** Begin Patch\n*** Update File: ${PATH}\n@@\n-${OLD}\n+${NEW}\n*** End Patch`;

const string = { type: "string" };
const replacement = objectOf("old! new! replace_all:boolean");

export const TOOL_SETS: ToolSet[] = [
  {
    shape: "capitalised verbs",
    tools: [
      tool("Agent", "Launch a new agent to handle complex, multi-step tasks.", "description! prompt!"),
      tool(
        "Bash",
        "Executes a given bash command and returns its output.",
        "command! timeout:number description",
      ),
      tool("BashOutput", "Retrieves output from a running bash shell", "bash_id!"),
      tool("Edit", "Performs exact string replacements in files.", "file_path! old_string! new_string!"),
      tool("Glob", "Fast file pattern matching", "pattern! path"),
      tool("Grep", "A powerful search tool built on ripgrep", "pattern! path output_mode"),
      tool("NotebookEdit", "Edit a cell of a notebook", "notebook_path! new_source!"),
      tool("Read", "Reads a file from the local filesystem.", "file_path! offset:number"),
      tool("TodoWrite", "Keep a task list", "todos!:array"),
      tool("WebFetch", "Fetches content from a specified URL", "url! prompt!", {
        url: { ...string, format: "uri" },
      }),
      tool("WebSearch", "Search the web", "query!"),
      tool("Write", "Writes a file to the local filesystem.", "file_path! content!"),
    ],
    expect: {
      "search-text": ["Grep", { pattern: "applyRate" }],
      "read-file": ["Read", { file_path: PATH }],
      "edit-file": ["Edit", { file_path: PATH, old_string: OLD, new_string: NEW }],
      "run-command": ["Bash", { command: COMMAND }],
      "fetch-url": ["WebFetch", { url: URL, prompt: "What is the rule?" }],
    },
  },
  {
    shape: "snake case, an address inside a prompt, upper-case types",
    tools: [
      tool("list_directory", "Lists files", "dir_path!:STRING"),
      tool("read_file", "Reads the content of a specified file.", "file_path!:STRING offset:NUMBER"),
      tool(
        "grep_search",
        "Searches for a regular expression within files",
        "pattern!:STRING dir_path:STRING",
      ),
      tool("glob", "Find files", "pattern!:STRING"),
      tool(
        "replace",
        "Replaces text within a file.",
        "file_path!:STRING instruction!:STRING old_string!:STRING new_string!:STRING",
      ),
      tool("write_file", "Writes content to a file", "file_path!:STRING content!:STRING"),
      tool("web_fetch", "Processes content from URL(s) embedded in a prompt.", "prompt!:STRING"),
      tool("google_web_search", "Web search", "query!:STRING"),
      tool("save_memory", "Saves a fact", "fact!:STRING"),
      tool("run_shell_command", "Executes a shell command", "command!:STRING is_background!:BOOLEAN"),
    ],
    expect: {
      "search-text": ["grep_search", { pattern: "applyRate" }],
      "read-file": ["read_file", { file_path: PATH }],
      "edit-file": [
        "replace",
        { file_path: PATH, instruction: "Change it.", old_string: OLD, new_string: NEW },
      ],
      "run-command": ["run_shell_command", { command: COMMAND, is_background: false }],
      "fetch-url": ["web_fetch", { prompt: `What is the rule? ${URL}` }],
    },
  },
  {
    shape: "camel case",
    tools: [
      tool("bash", "Executes a bash command", "command! timeout:number description!"),
      tool("edit", "Performs exact string replacements in files", "filePath! oldString! newString!"),
      tool("webfetch", "Fetches content from a URL", "url! format!", {
        format: oneOf("text", "markdown", "html"),
      }),
      tool("glob", "File patterns", "pattern!"),
      tool("grep", "Fast content search", "pattern! path include"),
      tool("read", "Read a file", "filePath! offset:number"),
      tool("task", "Launch an agent", "description! prompt!"),
    ],
    expect: {
      "search-text": ["grep", { pattern: "applyRate" }],
      "read-file": ["read", { filePath: PATH }],
      "edit-file": ["edit", { filePath: PATH, oldString: OLD, newString: NEW }],
      "run-command": ["bash", { command: COMMAND, description: "Show it." }],
      "fetch-url": ["webfetch", { url: URL, format: "markdown" }],
    },
  },
  {
    shape: "a shell and a freeform patch",
    tools: [
      tool("exec_command", "Runs a command in a PTY", "cmd! workdir yield_time_ms:number"),
      tool("write_stdin", "Writes characters to a running session", "session_id!:number chars"),
      tool("update_plan", "Updates the task plan", "plan!:array"),
      { name: "apply_patch", description: "Use `apply_patch` to edit files.", schema: {}, freeform: true },
    ],
    expect: {
      "search-text": ["exec_command", { cmd: "grep -rn -e applyRate /home/u/p" }],
      "read-file": ["exec_command", { cmd: `cat ${PATH}` }],
      "edit-file": ["apply_patch", PATCH],
      "run-command": ["exec_command", { cmd: COMMAND }],
      "fetch-url": undefined,
    },
  },
  {
    shape: "argv array",
    tools: [tool("shell", "Runs a shell command", "command! workdir", { command: listOf(string) })],
    expect: { "run-command": ["shell", { command: ["bash", "-lc", COMMAND] }], "fetch-url": undefined },
  },
  {
    shape: "lists of objects, lists of commands",
    tools: [
      tool("read_files", "Read the full text content of files", "files!", {
        files: listOf(objectOf("path! line")),
      }),
      tool("search_codebase", "Perform regex pattern searches across the codebase", "queries!", {
        queries: { anyOf: [listOf(string), string] },
      }),
      tool("run_commands", "Run shell commands", "commands!", {
        commands: listOf({ anyOf: [string, objectOf("command!")] }),
      }),
      tool("fetch_web_content", "Fetch content from URLs and analyze", "requests!", {
        requests: listOf(objectOf("url! prompt!")),
      }),
      tool("editor", "An editor for files", "path! old_text new_text!", {
        old_text: { type: ["string", "null"] },
      }),
    ],
    expect: {
      "search-text": ["search_codebase", { queries: ["applyRate"] }],
      "read-file": ["read_files", { files: [{ path: PATH }] }],
      "edit-file": ["editor", { path: PATH, old_text: OLD, new_text: NEW }],
      "run-command": ["run_commands", { commands: [COMMAND] }],
      "fetch-url": ["fetch_web_content", { requests: [{ url: URL, prompt: "What is the rule?" }] }],
    },
  },
  {
    shape: "view, launch-process and numbered replacements",
    tools: [
      tool("view", "View a file or directory", "path! type!", { type: oneOf("file", "directory") }),
      tool(
        "str-replace-editor",
        "Tool for editing files",
        "command! path! instruction_reminder! old_str_1 new_str_1 insert_line_1:number",
        { command: oneOf("str_replace", "insert") },
      ),
      tool(
        "launch-process",
        "Launch a new process with a shell command.",
        "command! wait!:boolean max_wait_seconds!:number cwd!",
      ),
      tool("kill-process", "Kill a process by its terminal ID.", "terminal_id!:number"),
      tool("codebase-retrieval", "Searches the codebase for code", "information_request!"),
      tool("web-fetch", "Fetches data from a webpage", "url!"),
      tool("web-search", "Search the web", "query!"),
    ],
    expect: {
      "search-text": ["codebase-retrieval", { information_request: "applyRate" }],
      "read-file": ["view", { path: PATH, type: "file" }],
      "edit-file": [
        "str-replace-editor",
        {
          command: "str_replace",
          path: PATH,
          instruction_reminder: "Change it.",
          old_str_1: OLD,
          new_str_1: NEW,
        },
      ],
      "run-command": [
        "launch-process",
        { command: COMMAND, wait: true, max_wait_seconds: 60, cwd: "/home/u/p" },
      ],
      "fetch-url": ["web-fetch", { url: URL }],
    },
  },
  {
    shape: "a shell with a summary and a risk, edits in a list",
    tools: [
      tool("Read", "Read the contents of a file", "file_path!"),
      tool("LS", "List a directory", "directory_path"),
      tool("Execute", "Execute a shell command", "command! summary! riskLevel! timeout:number", {
        riskLevel: oneOf("high", "medium", "low"),
      }),
      tool("Edit", "Edit a file", "file_path! changes!", { changes: listOf(objectOf("old_str! new_str!")) }),
      tool("FetchUrl", "Scrapes the content of a URL", "url!"),
    ],
    expect: {
      "run-command": ["Execute", { command: COMMAND, summary: "Show it.", riskLevel: "low" }],
      "edit-file": ["Edit", { file_path: PATH, changes: [{ old_str: OLD, new_str: NEW }] }],
      "fetch-url": ["FetchUrl", { url: URL }],
      "search-text": [
        "Execute",
        { command: "grep -rn -e applyRate /home/u/p", summary: "Look.", riskLevel: "low" },
      ],
    },
  },
  {
    shape: "one tool for all that is done to files",
    tools: [
      tool(
        "str_replace_based_edit_tool",
        "View, create and edit files",
        "command! path! old_str new_str file_text",
        {
          command: oneOf("view", "create", "str_replace"),
        },
      ),
    ],
    expect: {
      "edit-file": [
        "str_replace_based_edit_tool",
        { command: "str_replace", path: PATH, old_str: OLD, new_str: NEW },
      ],
      "read-file": ["str_replace_based_edit_tool", { command: "view", path: PATH }],
      "run-command": undefined,
    },
  },
  {
    shape: "only a writer, and tools of a server",
    tools: [
      tool("write_to_file", "Write content to a file", "path! content!"),
      tool("mcp__docs__search", "Search the documentation", "query!"),
      tool("ask_followup_question", "Ask the user a question", "question!"),
    ],
    expect: {
      "edit-file": ["write_to_file", { path: PATH, content: `${NEW}\n` }],
      "read-file": undefined,
      "run-command": undefined,
      "fetch-url": undefined,
    },
  },
  {
    shape: "search and replace blocks",
    tools: [
      tool(
        "replace_in_file",
        "Blocks: ------- SEARCH … ======= … +++++++ REPLACE in an existing file",
        "path! diff!",
      ),
      tool("search_files", "Perform a regex search across files", "path! regex! file_pattern"),
      tool("execute_command", "Execute a CLI command on the system", "command! requires_approval!:boolean"),
    ],
    expect: {
      "edit-file": [
        "replace_in_file",
        { path: PATH, diff: `------- SEARCH\n${OLD}\n=======\n${NEW}\n+++++++ REPLACE` },
      ],
      "search-text": ["search_files", { path: "/home/u/p", regex: "applyRate" }],
      "run-command": ["execute_command", { command: COMMAND, requires_approval: false }],
    },
  },
  {
    shape: "an edit that is one object or a list, by reference",
    tools: [
      {
        name: "StrReplaceFile",
        description: "Replace specific strings within a specified file.",
        schema: {
          ...objectOf("path! edit!", {
            edit: { anyOf: [{ $ref: "#/$defs/Edit" }, listOf({ $ref: "#/$defs/Edit" })] },
          }),
          $defs: { Edit: replacement },
        },
      },
    ],
    expect: { "edit-file": ["StrReplaceFile", { path: PATH, edit: { old: OLD, new: NEW } }] },
  },
];
