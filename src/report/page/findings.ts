import type { Audit, Finding } from "../../model/audit.ts";
import type { EvidenceBook } from "../evidence-book.ts";
import { markup, text, type Content, type Markup } from "../markup.ts";
import { formatCount } from "../numbers.ts";
import { LEVELS_BY_WEIGHT, LEVEL_WORDS, placeName, spaced } from "../words.ts";
import { renderEvidence } from "./evidence.ts";
import { disclosure, facts, firstOf, type Section } from "./section.ts";

/** Of each level. */
const FINDINGS_SHOWN = 500;
const VALUES_SHOWN = 50;

/** The findings, the weightiest first, each with its limits and its evidence. */
export function findingsSection({ findings }: Audit, book: EvidenceBook): Section {
  const groups = LEVELS_BY_WEIGHT.map((level) => {
    const group = findings.filter((finding) => finding.level === level);
    const { one, meaning } = LEVEL_WORDS[level];
    const { shown, rest } = firstOf(group, FINDINGS_SHOWN);
    return markup`<h3 id="findings-${level}">${one} <span class="quiet">${formatCount(group.length)}, ${meaning}</span></h3>
<div class="list" data-filterable>${shown.map((finding) => renderFinding(finding, findings.indexOf(finding) + 1, book))}${
      group.length === 0 && markup`<p class="quiet">None.</p>`
    }</div>${rest}`;
  });
  return {
    id: "findings",
    title: "Findings",
    count: formatCount(findings.length),
    lead: "What the detectors claim, each with how sure it is, what it rests on and what it can't say. “Observed” means seen and not yet contrasted with another environment; “reproduced” means it came and went with a condition, in repeated runs.",
    content: groups,
  };
}

function renderFinding(finding: Finding, number: number, book: EvidenceBook): Markup {
  const { kind, level, confidence, title, channel, evidence } = finding;
  const summary = markup`<span class="title"><span class="sr">${LEVEL_WORDS[level].one}: </span>${text(title, { limit: 400 })}</span> <span class="kind">${kind} · ${confidence}</span>`;
  const shown = book.show(evidence, channel?.pointer === undefined ? {} : { pointer: channel.pointer });
  const content = markup`${facts(findingFacts(finding))}${renderValues(finding)}<p class="limits"><b>Limits.</b> ${text(finding.limits, { limit: 1_000 })}</p>${renderEvidence(shown, evidence.length)}`;
  return disclosure(summary, content, { anchor: `finding-${number}`, className: `finding ${level}` });
}

function findingFacts(finding: Finding): [string, Content][] {
  const { channel, support } = finding;
  const controls = support.controlRuns > 0 && `; ${support.controlSeen} of ${support.controlRuns} controls`;
  return [
    [
      "Where",
      channel &&
        markup`${text(placeName(channel), { limit: 260 })} <span class="quiet">${text(channel.description, { limit: 300 })}</span>`,
    ],
    ["Data", finding.data.map(spaced).join(", ")],
    ["Written as", finding.data.length > 0 && markup`<code>${text(finding.encodings.join(", "))}</code>`],
    ["Seen in", `${support.effectSeen} of ${support.effectRuns} sessions${controls || ""}`],
    [
      "Test",
      support.test === undefined
        ? undefined
        : `${support.test}${support.q === undefined ? "" : `, q = ${support.q}`}`,
    ],
    [
      "Depends on",
      finding.factors.length > 0 &&
        finding.factors.map(
          ({ name, source, levels, baseline }) =>
            markup`${name} (${text(source)}): ${text(levels.join(", "))}, baseline ${text(baseline)} `,
        ),
    ],
    [
      "Improvised answers before",
      finding.improvisedBefore > 0 &&
        `${formatCount(finding.improvisedBefore)}: the tool may have acted on them`,
    ],
    ["Fingerprint", markup`<code>${text(finding.id, { limit: 100 })}</code>`],
  ];
}

function renderValues({ values }: Finding): Markup | undefined {
  if (values.length === 0) return undefined;
  const { shown, rest } = firstOf(values, VALUES_SHOWN);
  const rows = shown.map(
    ({ environment, runs, preview, codePoints }) =>
      markup`<tr><td>${text(
        Object.entries(environment)
          .map(([name, level]) => `${name} = ${level}`)
          .join(", ") || "baseline",
      )}</td><td><code>${text(preview)}</code></td><td>${codePoints !== undefined && text(codePoints, { limit: 200 })}</td><td class="number">${formatCount(runs)}</td></tr>`,
  );
  return markup`<table><thead><tr><th scope="col">In</th><th scope="col">Sent</th><th scope="col">Code points</th><th scope="col" class="number">Runs</th></tr></thead><tbody>${rows}</tbody></table>${rest}`;
}
