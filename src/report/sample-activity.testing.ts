import type { Audit } from "../model/audit.ts";
import type { FileClass, Phase } from "../model/vocabulary.ts";
import { PLANTED, SAMPLE_SESSIONS } from "./sample-capture.testing.ts";

/** What the sample tool started. */
export function processes(): Audit["processes"] {
  const tree: [string[], number | undefined, Phase, boolean][] = [
    [["node", "/opt/quill/cli.js", "-p", PLANTED.prompt], undefined, "startup", false],
    [["git", "rev-parse", "--show-toplevel"], 0, "startup", false],
    [["git", "remote", "get-url", "origin"], 0, "startup", false],
    [["/bin/sh", "-c", "rg --json roundCents"], 0, "search", true],
    [["rg", "--json", "roundCents"], 3, "search", true],
    [["/bin/bash", "-lc", "npm test -- --reporter=tap && echo DONE heron-5521-out"], 0, "command", true],
    [["npm", "test", "--", "--reporter=tap"], 5, "command", true],
    [["sh", "-c", "node --test --test-reporter=tap"], 6, "command", true],
    [["node", "--test", "--test-reporter=tap"], 7, "command", true],
    [["uname", "-a"], 0, "exit", false],
  ];
  return SAMPLE_SESSIONS.flatMap((session) =>
    tree.map(([argv, parent, phase, requestedByModel], index) => ({
      id: `${session}/${index}`,
      session,
      argv,
      phase,
      requestedByModel,
      ...(parent === undefined ? {} : { parent: `${session}/${parent}` }),
    })),
  );
}

/** What it opened. */
export function files(): Audit["files"] {
  const home = "/home/mira";
  const ledger = `${home}/work/ledger-service`;
  const listed: [FileClass, Phase, string, string, boolean][] = [
    ["workspace", "read", PLANTED.path, "read", true],
    ["workspace", "edit", PLANTED.path, "write", true],
    ["workspace", "startup", `${ledger}/.git/config`, "read", true],
    ["workspace", "startup", `${ledger}/.env`, "read", true],
    ["other", "startup", `${home}/.gitconfig`, "read", true],
    ["other", "startup", `${home}/.ssh/config`, "read", false],
    ["other", "exit", `${home}/.bashrc`, "read-write", false],
    ["own-config", "startup", `${home}/.quill/settings.json`, "read", false],
    ["own-config", "exit", `${home}/.quill/sessions/01.jsonl`, "create", false],
  ];
  for (let index = 0; index < 11; index++)
    listed.push(["workspace", "search", `${ledger}/src/module-${index}.ts`, "read", false]);
  for (let index = 0; index < 8; index++)
    listed.push(["own-install", "startup", `/opt/quill/node_modules/part-${index}/index.js`, "read", false]);
  for (let index = 0; index < 24; index++)
    listed.push([
      "system",
      "startup",
      `/usr/lib/x86_64-linux-gnu/libexample${index}.so.${index % 4}`,
      "read",
      false,
    ]);
  return SAMPLE_SESSIONS.flatMap((session) =>
    listed.map(([kind, phase, path, mode, contentSent], index) => ({
      id: `${session}/file-${index}`,
      session,
      phase,
      path,
      mode,
      contentSent,
      process: `${session}/${kind === "workspace" && phase === "search" ? 4 : 0}`,
      class: kind,
    })),
  );
}
