import assert from "node:assert/strict";
import { test } from "node:test";
import type { Progress } from "../model/progress.ts";
import { createProgressView, statusLine } from "./progress.ts";

const RUN: Progress[] = [
  { kind: "step", text: "resolving" },
  { kind: "fetch", text: "fetching", done: 1, total: 2 },
  { kind: "fetch", text: "fetched 2 files", done: 2, total: 2 },
  { kind: "session-phase", session: "baseline-1", phase: "startup", state: "started" },
  { kind: "session-phase", session: "baseline-1", phase: "startup", state: "done" },
  { kind: "session-phase", session: "baseline-1", phase: "fetch", state: "not-offered" },
  { kind: "session-end", session: "baseline-1", outcome: "timed-out", exchanges: 1, durationMs: 8_120 },
];

function shownOn(isTTY: boolean, quiet = false): string {
  const written: string[] = [];
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) };
  using view = createProgressView(stream, { quiet });
  for (const progress of RUN) view.show(progress);
  return written.join("");
}

test("in a log every event is a plain line", () => {
  assert.deepEqual(shownOn(false).split("\n"), [
    "resolving",
    "fetched 2 files",
    "baseline-1: startup",
    "baseline-1: fetch not offered by the tool",
    "baseline-1: timed out after 8.1 s, 1 exchange",
    "",
  ]);
});

test("on a terminal one line is rewritten and only results stay", () => {
  // What is left on the screen: each rewrite clears the line it stands on.
  const screen = shownOn(true)
    .split("\n")
    .map((line) => line.split("\r\u001B[2K").at(-1));
  assert.deepEqual(screen, [
    "resolving",
    "fetched 2 files",
    "baseline-1: fetch not offered by the tool",
    "baseline-1: timed out after 8.1 s, 1 exchange",
    "",
  ]);
  assert.match(shownOn(true), /baseline-1 startup 2\/11/);
});

test("quiet shows nothing", () => {
  assert.equal(shownOn(true, true), "");
});

test("the updating line never wraps and obeys nothing captured", () => {
  const running = new Map([
    ["\u001B]0;title\u0007", "startup 2/11"],
    ["b".repeat(200), "prompt 3/11"],
  ]);
  assert.equal(statusLine(running, 50).length, 49);
  assert.match(statusLine(running, 50), /^‹ESC›/);
});
