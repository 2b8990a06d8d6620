import type { Audit, DataFlow, Destination } from "../../model/audit.ts";
import { DATA_CATEGORIES, type DataCategory } from "../../model/vocabulary.ts";
import type { EvidenceBook } from "../evidence-book.ts";
import { markup, text, type Markup } from "../markup.ts";
import { counted, formatCount } from "../numbers.ts";
import { placeName, spaced } from "../words.ts";
import { renderEvidence } from "./evidence.ts";
import { disclosure, facts, firstOf, phaseWords, scrolling, type Section } from "./section.ts";

/** One kind of data at one destination. */
interface Cell {
  anchor: string;
  data: DataCategory;
  flows: DataFlow[];
  count: number;
  /** False when some of it was only found by decoding or as a digest. */
  plain: boolean;
}

interface Row {
  place: string;
  cells: Cell[];
}

const PLACES_SHOWN = 300;
const FLOWS_SHOWN = 20;

const READABLE = new Set([
  "plain",
  "json-string",
  "json",
  "sse",
  "ndjson",
  "text",
  "form",
  "url",
  "multipart",
]);

/** What goes where: planted values that were found in what the tool sent. */
export function matrixSection({ flows, destinations }: Audit, book: EvidenceBook): Section {
  const all = matrixRows(flows, destinations);
  const { shown: rows, rest } = firstOf(all, PLACES_SHOWN);
  const columns = DATA_CATEGORIES.filter((data) => flows.some((flow) => flow.data === data));
  return {
    id: "data",
    title: "What goes there",
    count: formatCount(all.reduce((sum, { cells }) => sum + cells.length, 0)),
    lead: "Values planted for this audit and found again in what was sent: how often each kind was seen at each destination. Each number opens its evidence. An empty cell means not found in the encodings that were searched; it does not prove absence.",
    content:
      rows.length === 0
        ? markup`<p>No planted value was found in what was sent.</p>`
        : markup`${renderMatrix(rows, columns)}${rest}
<p class="legend"><span><span class="cell">12</span> readable as sent</span> <span><span class="cell coded">12</span> found by decoding, or as a digest</span></p>
<h3>Evidence behind each number</h3>
${rows.map((row) => renderRowEvidence(row, book))}`,
  };
}

/** In the order of the table of destinations: most bytes first. */
function matrixRows(flows: DataFlow[], destinations: Destination[]): Row[] {
  const sentBytes = new Map(destinations.map((place) => [placeName(place), place.sentBytes]));
  const byPlace = [...Map.groupBy(flows, placeName)].sort(
    ([a], [b]) => (sentBytes.get(b) ?? 0) - (sentBytes.get(a) ?? 0),
  );
  return byPlace.map(([place, here], rowIndex) => {
    const cells = DATA_CATEGORIES.flatMap((data, column) => {
      const inCell = here.filter((flow) => flow.data === data);
      if (inCell.length === 0) return [];
      const count = inCell.reduce((sum, flow) => sum + flow.count, 0);
      return {
        anchor: `cell-${rowIndex + 1}-${column + 1}`,
        data,
        flows: inCell,
        count,
        plain: inCell.every(isReadable),
      };
    });
    return { place, cells };
  });
}

function isReadable(flow: DataFlow): boolean {
  return flow.encodings.every((encoding) => encoding.split(">").every((layer) => READABLE.has(layer)));
}

function renderMatrix(rows: readonly Row[], columns: DataCategory[]): Markup {
  const heads = columns.map((data) => markup`<th scope="col"><span>${spaced(data)}</span></th>`);
  const lines = rows.map(({ place, cells }) => {
    const filled = columns.map((data) => {
      const cell = cells.find((candidate) => candidate.data === data);
      if (!cell) return markup`<td><span class="none" aria-hidden="true">·</span></td>`;
      const label = `${spaced(data)} at ${place}: seen ${counted(cell.count, "time")}${cell.plain ? "" : ", found by decoding or as a digest"}. Open the evidence.`;
      return markup`<td><a class="cell${!cell.plain && " coded"}" href="#${cell.anchor}" aria-label="${label}">${formatCount(cell.count)}</a></td>`;
    });
    return markup`<tr><th scope="row"><span class="host">${text(place, { limit: 260 })}</span></th>${filled}</tr>`;
  });
  const table = markup`<table class="matrix"><thead><tr><td></td>${heads}</tr></thead><tbody>${lines}</tbody></table>`;
  return scrolling("Destinations and kinds of data", table);
}

function renderRowEvidence({ place, cells }: Row, book: EvidenceBook): Markup {
  const parts = cells.map((cell) => {
    const { shown, rest } = firstOf(cell.flows, FLOWS_SHOWN);
    return disclosure(
      markup`<b>${spaced(cell.data)}</b> <span class="at">at <span class="host">${text(place, { limit: 260 })}</span></span> <span class="times">${counted(cell.count, "time")}</span>`,
      markup`${shown.map((flow) => renderFlow(flow, book))}${rest}`,
      { anchor: cell.anchor, className: "cell-evidence" },
    );
  });
  return markup`<h4 class="host">${text(place, { limit: 260 })}</h4><div class="list">${parts}</div>`;
}

function renderFlow(flow: DataFlow, book: EvidenceBook): Markup {
  const shown = book.show(flow.evidence, { pointer: flow.pointer, canary: flow.canary });
  return markup`<article class="flow"><h4>${text(flow.planted)}</h4>${facts([
    ["Found at", markup`<code>${text(flow.pointer, { limit: 200 })}</code>`],
    ["Written as", markup`<code>${text(flow.encodings.join(", "))}</code>`],
    ["Phases", phaseWords(flow.phases)],
    ["Seen", counted(flow.count, "time")],
  ])}${renderEvidence(shown, flow.evidence.length)}</article>`;
}
