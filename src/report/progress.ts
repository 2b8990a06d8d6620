import type { Progress } from "../model/progress.ts";
import { PHASES } from "../model/vocabulary.ts";
import { counted, formatDuration } from "./numbers.ts";
import { visible } from "./visible.ts";

/** Sessions running now, and their phase: what the one updating line of a terminal shows. */
export type Running = ReadonlyMap<string, string>;

/** What one progress event means: the sessions running after it, and the lasting line it is worth, if any. */
function readProgress(running: Running, progress: Progress): { running: Running; line?: string } {
  const next = new Map(running);
  if (progress.kind === "step") return { running, line: visible(progress.text) };
  if (progress.kind === "session-phase") return readPhase(next, progress);
  if (progress.kind === "fetch") return readFetch(next, progress);
  const { session, outcome, exchanges, durationMs } = progress;
  const line = `${visible(session)}: ${outcome.replaceAll("-", " ")} after ${formatDuration(durationMs)}, ${counted(exchanges, "exchange")}`;
  return { running: without(next, session), line };
}

function readFetch(next: Map<string, string>, { text, done, total }: Extract<Progress, { kind: "fetch" }>) {
  const unfinished = done !== undefined && done !== total;
  if (unfinished) return { running: next.set("fetch", `${visible(text)} ${done}/${total ?? "?"}`) };
  return { running: without(next, "fetch"), line: visible(text) };
}

function readPhase(next: Map<string, string>, progress: Extract<Progress, { kind: "session-phase" }>) {
  const { session, phase, state } = progress;
  const name = visible(session);
  if (state === "started") {
    const position = `${PHASES.indexOf(phase) + 1}/${PHASES.length}`;
    return { running: next.set(session, `${phase} ${position}`), line: `${name}: ${phase}` };
  }
  if (state === "done") return { running: next };
  const what = state === "failed" ? "failed" : "not offered by the tool";
  return { running: next, line: `${name}: ${phase} ${what}` };
}

function without(map: Map<string, string>, key: string): Map<string, string> {
  map.delete(key);
  return map;
}

/** The line that is rewritten in place on a terminal, cut to `width` columns. */
export function statusLine(running: Running, width: number): string {
  const parts = [...running].map(([session, phase]) =>
    session === "fetch" ? phase : `${visible(session)} ${phase}`,
  );
  const line = parts.join("  ·  ");
  return line.length > width - 1 ? `${line.slice(0, Math.max(0, width - 2))}…` : line;
}

interface ProgressStream {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

const CLEAR_LINE = "\r\u001B[2K";

/**
 * Shows progress on `stream`: on a terminal, phases update one line in place and only results stay; elsewhere
 * (a log) every event is a plain line.
 */
export function createProgressView(
  stream: ProgressStream,
  options: { quiet: boolean },
): Disposable & { show(progress: Progress): void } {
  const view = { running: new Map() as Running, dirty: false };
  const rewrite = (lasting: string) => {
    const status = statusLine(view.running, stream.columns ?? 80);
    stream.write(`${view.dirty ? CLEAR_LINE : ""}${lasting}${status}`);
    view.dirty = status !== "";
  };
  return {
    show(progress) {
      if (options.quiet) return;
      const { running, line } = readProgress(view.running, progress);
      view.running = running;
      const passing = progress.kind === "session-phase" && progress.state === "started";
      if (stream.isTTY) rewrite(line === undefined || passing ? "" : `${line}\n`);
      else if (line !== undefined) stream.write(`${line}\n`);
    },
    [Symbol.dispose]() {
      if (view.dirty) stream.write(CLEAR_LINE);
      view.dirty = false;
      view.running = new Map();
    },
  };
}
