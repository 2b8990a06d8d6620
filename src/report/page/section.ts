import type { Phase } from "../../model/vocabulary.ts";
import { PHASES } from "../../model/vocabulary.ts";
import { markup, type Content, type Markup } from "../markup.ts";
import { formatCount } from "../numbers.ts";
import { spaced } from "../words.ts";

/** One section of the page. `lead` says in a sentence or two what it shows and what it does not. */
export interface Section {
  id: string;
  title: string;
  /** Shown in the navigation, at the right. */
  count?: string;
  lead: Content;
  content: Content;
}

export function renderSection({ id, title, lead, content }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
<p class="lead">${lead}</p>
${content}
</section>
`;
}

/** A table that scrolls sideways by itself on a narrow screen, reachable by keyboard. */
export function scrolling(label: string, table: Markup): Markup {
  return markup`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${table}</div>`;
}

/**
 * The first `limit` of a list, and a line that counts the rest. Every list on the page is bounded: how long it
 * would get is the audited tool's choice.
 */
export function firstOf<T>(
  items: readonly T[],
  limit: number,
): { shown: readonly T[]; rest: Markup | undefined } {
  const more = items.length - limit;
  if (more <= 0) return { shown: items, rest: undefined };
  const rest = markup`<p class="quiet">${formatCount(more)} more are in <code>audit.json</code>.</p>`;
  return { shown: items.slice(0, limit), rest };
}

/** Something that opens. `anchor` is reachable by a link, which then opens it. */
export function disclosure(
  summary: Content,
  content: Content,
  options: { anchor?: string; open?: boolean; className?: string } = {},
): Markup {
  const inner =
    options.anchor === undefined
      ? markup`<div class="inside">`
      : markup`<div class="inside" id="${options.anchor}">`;
  return markup`<details class="${options.className ?? "plain"}"${options.open === true && markup` open`}><summary>${summary}</summary>${inner}${content}</div></details>
`;
}

/** Which of a session's phases something fell in, as a strip with the same in words for whoever can't see it. */
export function phaseStrip(phases: readonly Phase[]): Markup {
  const marks = PHASES.map((phase, index) => {
    const x = index * 8;
    return phases.includes(phase)
      ? markup`<rect class="on" x="${x}" y="0" width="6" height="12" rx="1"/>`
      : markup`<rect class="off" x="${x}" y="5" width="6" height="2"/>`;
  });
  const words = phaseWords(phases);
  return markup`<svg class="phases" width="86" height="12" viewBox="0 0 86 12" role="img" aria-label="${words}"><title>${words}</title>${marks}</svg>`;
}

export function phaseWords(phases: readonly Phase[]): string {
  return PHASES.filter((phase) => phases.includes(phase))
    .map(spaced)
    .join(", ");
}

/** `label: value` pairs. Those without a value are left out. */
export function facts(pairs: [string, Content][]): Markup {
  const shown = pairs.filter(([, value]) => value !== undefined && value !== "" && value !== false);
  return markup`<dl class="facts">${shown.map(([label, value]) => markup`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}
