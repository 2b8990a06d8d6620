import type { Audit, Destination } from "../model/audit.ts";
import { counted, formatBytes, formatCount, formatDuration } from "./numbers.ts";
import { cut, visible } from "./visible.ts";
import { LEVELS_BY_WEIGHT, LEVEL_WORDS, PARTY_WORDS, placeName, spaced } from "./words.ts";

export interface SummaryOptions {
  colour: boolean;
  /** Columns of the terminal; lines are cut to it. */
  width: number;
  /** The bundle, when there is one to point to. */
  folder?: string;
}

const NARROWEST = 40;
const DESTINATIONS_SHOWN = 10;
const FINDINGS_SHOWN = 8;
const GAPS_SHOWN = 6;

/** What the terminal shows when an audit ends: 25 to 40 lines, controls written out, colour only when asked. */
export function renderSummary(audit: Audit, options: SummaryOptions): string {
  const width = Math.max(NARROWEST, options.width);
  const pen = penFor(options.colour);
  const lines = [
    ...headLines(audit, pen),
    "",
    ...gapLines(audit, pen, width),
    "",
    ...destinationLines(audit, pen, width),
    "",
    ...findingLines(audit, pen, width),
    "",
    ...nextLines(options, pen),
  ];
  return `${lines.join("\n")}\n`;
}

type Pen = Record<"bold" | "soft" | "amber", (text: string) => string>;

function penFor(colour: boolean): Pen {
  const paint = (on: number, off: number) => (text: string) =>
    colour ? `\u001B[${on}m${text}\u001B[${off}m` : text;
  return { bold: paint(1, 22), soft: paint(2, 22), amber: paint(33, 39) };
}

/** Captured text on one line of at most `width` columns, one column a character. */
function fit(captured: string, width: number): string {
  const written = visible(cut(captured, width * 4).shown);
  return written.length <= width ? written : `${cut(written, Math.max(1, width - 1)).shown}…`;
}

function headLines({ target, exercised, sessions }: Audit, pen: Pen): string[] {
  const completed = sessions.filter(({ outcome }) => outcome === "completed").length;
  const inState = (wanted: string) =>
    exercised.phases
      .filter(({ state }) => state === wanted)
      .map(({ id }) => spaced(id))
      .join(", ");
  const phases = [
    `done: ${inState("done") || "none"}`,
    inState("not-offered") && `not offered: ${inState("not-offered")}`,
    inState("failed") && pen.amber(`failed: ${inState("failed")}`),
  ];
  const sessionLine = `${counted(sessions.length, "session")}, ${formatCount(completed)} completed; longest idle ${formatDuration(exercised.longestIdleMs)}; ${counted(exercised.improvisedAnswers, "improvised answer")}`;
  return [
    `${pen.bold(fit(`${target.name} ${target.version}`, 100))}  ${pen.soft(fit(target.digest, 26))}`,
    `Scenario ${fit(exercised.scenario, 40)}: ${sessionLine}`,
    `Phases ${phases.filter(Boolean).join("; ")}`,
  ];
}

function gapLines({ gaps }: Audit, pen: Pen, width: number): string[] {
  if (gaps.length === 0) return [pen.bold("Could not be seen"), "  no gap was recorded"];
  const lines = gaps.slice(0, GAPS_SHOWN).map(({ where, reason, count }) => {
    const times = count === 1 ? "" : ` (${formatCount(count)}×)`;
    return `  ${fit(`${where}: ${reason}`, width - 2 - times.length)}${times}`;
  });
  return [pen.bold("Could not be seen"), ...lines, ...moreLine(gaps.length, GAPS_SHOWN, pen)];
}

function destinationLines({ destinations }: Audit, pen: Pen, width: number): string[] {
  if (destinations.length === 0) return [pen.bold("Destinations"), "  no connection was attempted"];
  const ordered = destinations.toSorted((a, b) => b.sentBytes - a.sentBytes || (a.host < b.host ? -1 : 1));
  const shown = ordered.slice(0, DESTINATIONS_SHOWN);
  const longest = Math.max(...shown.map((place) => visible(placeName(place)).length));
  // Party, documented and bytes need 40 columns; the name takes what is left.
  const nameWidth = Math.max(12, Math.min(longest, width - 42));
  const row = (name: string, party: string, documented: string, sent: string) =>
    `  ${name.padEnd(nameWidth)}  ${party.padEnd(16)}  ${documented.padEnd(10)}  ${sent.padStart(8)}`.slice(
      0,
      width,
    );
  const lines = shown.map((place: Destination) =>
    row(
      fit(placeName(place), nameWidth),
      PARTY_WORDS[place.party],
      SHORT_DOCUMENTED[place.documented],
      formatBytes(place.sentBytes),
    ),
  );
  return [
    `${pen.bold("Destinations")} ${pen.soft(`(${formatCount(destinations.length)})`)}`,
    pen.soft(row("", "party", "documented", "sent")),
    ...lines,
    ...moreLine(destinations.length, DESTINATIONS_SHOWN, pen),
  ];
}

const SHORT_DOCUMENTED: Record<Destination["documented"], string> = {
  yes: "yes",
  no: "no",
  "no-source": "no list",
};

function findingLines({ findings }: Audit, pen: Pen, width: number): string[] {
  const counts = LEVELS_BY_WEIGHT.map(
    (level) =>
      `${formatCount(findings.filter((finding) => finding.level === level).length)} ${LEVEL_WORDS[level].one.toLowerCase()}`,
  );
  const worth = LEVELS_BY_WEIGHT.flatMap((level) =>
    findings.filter((finding) => finding.level === level),
  ).filter(({ level }) => level !== "info");
  const lines = worth.slice(0, FINDINGS_SHOWN).map(({ level, title }) => {
    const label = LEVEL_WORDS[level].one.toLowerCase().padEnd(9);
    return `  ${level === "attention" ? pen.amber(label) : label}  ${fit(title, width - 13)}`;
  });
  return [
    `${pen.bold("Findings")} ${pen.soft(`(${counts.join(", ")})`)}`,
    ...(lines.length > 0 ? lines : ["  none above info"]),
    ...moreLine(worth.length, FINDINGS_SHOWN, pen),
  ];
}

function moreLine(all: number, shown: number, pen: Pen): string[] {
  return all > shown ? [pen.soft(`  and ${formatCount(all - shown)} more in the report`)] : [];
}

function nextLines({ folder }: SummaryOptions, pen: Pen): string[] {
  const place = folder === undefined ? "the bundle" : visible(folder);
  return [
    `${pen.bold("Next")}  open ${place}/report.html: every number there opens its evidence.`,
    `      ${pen.soft("plainwire judge DIR analyses the same capture again; plainwire verify DIR checks every digest.")}`,
  ];
}
