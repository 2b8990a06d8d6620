import type { Audit } from "../../model/audit.ts";
import { PHASES } from "../../model/vocabulary.ts";
import { markup, text, type Markup } from "../markup.ts";
import { counted, formatBytes, formatCount, formatDuration } from "../numbers.ts";
import { LEVELS_BY_WEIGHT, LEVEL_WORDS, PHASE_STATE_WORDS, spaced } from "../words.ts";
import { facts, firstOf, type Section } from "./section.ts";

/** What was audited, when, and how far the session got. */
export function renderHeadline(audit: Audit): Markup {
  const { target, exercised, sessions } = audit;
  const times = sessions.map(({ wallTime }) => wallTime).sort();
  const recorded = times.length === 0 ? "never" : times[0]!.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC");
  return markup`<header class="headline">
<p class="kicker">Plainwire audit</p>
<h1>${text(target.name, { limit: 120 })} <span>${text(target.version, { limit: 60 })}</span></h1>
<p class="said">What this release sent, read and ran in ${counted(sessions.length, "session")} of the scenario <b>${text(exercised.scenario)}</b>, in a closed lab where nothing could leave and every address was answered by a stand-in.</p>
${facts([
  ["Recorded", recorded],
  ["Outcome", outcomes(sessions)],
  ["Longest idle time", formatDuration(exercised.longestIdleMs)],
  ["Improvised answers", formatCount(exercised.improvisedAnswers)],
  ["Driven", exercised.drivers.map(spaced).join(", ")],
  ["Shipped as", spaced(target.form)],
  ["From", markup`${text(target.source)}: ${text(target.spec, { limit: 200 })}`],
  ["Digest", markup`<code class="digest">${text(target.digest, { limit: 100 })}</code>`],
])}
${renderPhases(audit)}
</header>
`;
}

function outcomes(sessions: Audit["sessions"]): string {
  const tally = new Map<string, number>();
  for (const { outcome } of sessions) tally.set(outcome, (tally.get(outcome) ?? 0) + 1);
  return [...tally].map(([outcome, count]) => `${count} ${spaced(outcome)}`).join(", ") || "no session";
}

function renderPhases({ exercised }: Audit): Markup {
  const known = new Map(exercised.phases.map((phase) => [phase.id, phase]));
  const items = PHASES.flatMap((id) => {
    const phase = known.get(id);
    if (!phase) return [];
    return markup`<li class="${phase.state}"><b>${spaced(id)}</b><span>${PHASE_STATE_WORDS[phase.state]}</span></li>`;
  });
  const unfinished = exercised.phases.filter(({ state }) => state !== "done");
  const reasons = unfinished.map(
    ({ id, state, reason, declared }) =>
      markup`<li><b>${spaced(id)}</b> ${PHASE_STATE_WORDS[state]}${reason !== undefined && markup`: ${text(reason)}`}${
        declared &&
        declared.length > 0 &&
        markup` <span class="quiet">(declared tools: ${text(declared.join(", "))})</span>`
      }</li>`,
  );
  return markup`<ol class="phase-states" aria-label="Phases of the session and how far each got">${items}</ol>${
    reasons.length > 0 && markup`<ul class="reasons">${reasons}</ul>`
  }`;
}

const GAPS_SHOWN = 300;
const LEADING_FINDINGS = 8;

/** What could not be seen. First, because silence must not look like innocence. */
export function gapsSection({ gaps }: Audit): Section {
  const { shown, rest } = firstOf(gaps, GAPS_SHOWN);
  const rows = shown.map(
    ({ where, reason, count }) =>
      markup`<tr><th scope="row">${text(where, { limit: 160 })}</th><td>${text(reason, { limit: 500 })}</td><td class="number">${formatCount(count)}</td></tr>`,
  );
  return {
    id: "gaps",
    title: "What could not be seen",
    count: formatCount(gaps.length),
    lead: "Everything this audit knows it missed. Nothing below this section says anything about what is listed here.",
    content:
      gaps.length === 0
        ? markup`<p>No gap was recorded. What the scenario does not exercise remains unknown.</p>`
        : markup`<table class="gaps"><thead><tr><th scope="col">Where</th><th scope="col">Why it was not seen</th><th scope="col" class="number">Times</th></tr></thead><tbody>${rows}</tbody></table>${rest}`,
  };
}

/** Counts, each a link to what it counts. */
export function glanceSection(audit: Audit): Section {
  const { findings, destinations, processes, files } = audit;
  const sent = destinations.reduce((sum, { sentBytes }) => sum + sentBytes, 0);
  const unasked = new Set(
    processes.flatMap(({ requestedByModel, parent, argv }) =>
      requestedByModel || parent === undefined ? [] : [JSON.stringify(argv)],
    ),
  ).size;
  const sentFiles = new Set(files.filter(({ contentSent }) => contentSent).map(({ path }) => path)).size;
  const levels = LEVELS_BY_WEIGHT.map((level) => {
    const count = findings.filter((finding) => finding.level === level).length;
    return markup`<li class="${level}"><a href="#findings-${level}"><b>${formatCount(count)}</b> ${LEVEL_WORDS[level].one}</a><span>${LEVEL_WORDS[level].meaning}</span></li>`;
  });
  const tile = (anchor: string, count: number, noun: string, note: string) =>
    markup`<li><a href="#${anchor}"><b>${formatCount(count)}</b> ${noun}</a><span>${note}</span></li>`;
  const { shown: first, rest } = firstOf(
    findings.filter(({ level }) => level === "attention"),
    LEADING_FINDINGS,
  );
  return {
    id: "glance",
    title: "At a glance",
    lead: "Counts of what was found, by level. A level says how much a finding deserves a look; it follows one table for every product and is no verdict.",
    content: markup`<ul class="tiles">${levels}${[
      tile(
        "destinations",
        destinations.length,
        destinations.length === 1 ? "Destination" : "Destinations",
        `${formatBytes(sent)} sent in all`,
      ),
      tile("files", sentFiles, sentFiles === 1 ? "File sent" : "Files sent", "content seen leaving"),
      // A nought would claim that nothing was run where in truth nothing was recorded.
      audit.processes.length > 0 &&
        tile(
          "processes",
          unasked,
          unasked === 1 ? "Own command" : "Own commands",
          "not asked for by the model",
        ),
    ]}</ul>${
      first.length > 0 &&
      markup`<ul class="first">${first.map((finding) => markup`<li><a href="#finding-${findings.indexOf(finding) + 1}">${text(finding.title)}</a></li>`)}</ul>`
    }${rest && markup`<p class="quiet"><a href="#findings-attention">All findings that ask for attention</a></p>`}`,
  };
}
