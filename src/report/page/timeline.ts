import type { Audit } from "../../model/audit.ts";
import type { EventOf } from "../../model/event.ts";
import type { EvidenceBook } from "../evidence-book.ts";
import { markup, text, type Markup } from "../markup.ts";
import { counted, formatBytes, formatDuration } from "../numbers.ts";
import { cut, visible } from "../visible.ts";
import { placeName, spaced } from "../words.ts";
import { disclosure, scrolling, type Section } from "./section.ts";

/** When things were sent: the phases of each session with its exchanges. */
export function timelineSection({ sessions }: Audit, book: EvidenceBook): Section {
  const pictures = sessions.map(({ id, durationMs }, index) => {
    const exchanges = book.exchangesOf(id);
    const bands = bandsOf(book.phasesOf(id), durationMs);
    return disclosure(
      markup`<b>${text(id)}</b> <span class="times">${formatDuration(durationMs)}, ${counted(exchanges.length, "exchange")}</span>`,
      markup`${scrolling(`Timeline of ${id}`, drawTimeline(bands, exchanges, id))}${disclosure("The same as a table", renderTable(bands, exchanges))}`,
      { open: index === 0, className: "timeline" },
    );
  });
  return {
    id: "timeline",
    title: "When it was sent",
    lead: "The phases of each session, and in them each request as a dot in the lane of its destination; a larger dot sent more. Long phases are drawn shorter than they were, by the square root of their time. What happened inside the tool between requests is not shown.",
    content: book.hasEvents
      ? pictures
      : markup`<p class="quiet">This report was made without the sessions' event logs, so there is no timeline.</p>`,
  };
}

/** One phase as drawn: `[startMs, endMs)` at `[x, x + width)`. */
interface Band {
  phase: string;
  startMs: number;
  endMs: number;
  x: number;
  width: number;
}

const LABEL_WIDTH = 210;
const DRAWN_WIDTH = 790;
const LANE_HEIGHT = 22;
const TOP = 40;
/** What comes after these is in the table below the picture. */
const LANES_DRAWN = 60;
const DOTS_DRAWN = 4_000;

function bandsOf(phases: EventOf<"phase">[], durationMs: number): Band[] {
  const started = phases.filter(({ state }) => state === "started");
  const spans = started.map(({ id, atMs }, index) => {
    const endMs = Math.max(atMs, started[index + 1]?.atMs ?? durationMs);
    return { phase: spaced(id), startMs: atMs, endMs };
  });
  const weights = spans.map(({ startMs, endMs }) => 20 + Math.sqrt(endMs - startMs));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let x = LABEL_WIDTH;
  return spans.map((span, index) => {
    const width = (weights[index]! / total) * DRAWN_WIDTH;
    const band = { ...span, x, width };
    x += width;
    return band;
  });
}

function drawTimeline(bands: Band[], exchanges: EventOf<"exchange">[], session: string): Markup {
  const lanes = [...new Set(exchanges.map(laneOf))].slice(0, LANES_DRAWN);
  const height = TOP + lanes.length * LANE_HEIGHT + 10;
  const width = LABEL_WIDTH + DRAWN_WIDTH + 10;
  const names = lanes.map((lane, index) => {
    const { shown, more } = cut(visible(lane), 30);
    const y = TOP + index * LANE_HEIGHT + 15;
    return markup`<text x="0" y="${y}">${shown}${more > 0 && "…"}<title>${lane}</title></text><line x1="${LABEL_WIDTH}" x2="${width - 10}" y1="${y - 4}" y2="${y - 4}"/>`;
  });
  const inLanes = exchanges.filter((exchange) => lanes.includes(laneOf(exchange))).slice(0, DOTS_DRAWN);
  const dots = inLanes.map((exchange) => {
    const y = TOP + lanes.indexOf(laneOf(exchange)) * LANE_HEIGHT + 11;
    const radius = Math.min(8, 2.5 + Math.log10(1 + exchange.requestBodyBytes)).toFixed(1);
    return markup`<circle cx="${placeOf(exchange.startedAtMs, bands).toFixed(1)}" cy="${y}" r="${radius}"><title>${exchange.method} ${exchange.target}, ${formatBytes(exchange.requestBodyBytes)}</title></circle>`;
  });
  return markup`<svg class="chart" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="Timeline of ${session}; the same as a table follows">${bands.map((band) => drawBand(band, height))}${names}${dots}</svg>`;
}

function drawBand({ phase, x, width, startMs }: Band, height: number): Markup {
  const fits = width > phase.length * 7.4 + 8;
  return markup`<rect class="band" x="${x.toFixed(1)}" y="0" width="${Math.max(1, width - 2).toFixed(1)}" height="${height}"><title>${phase}</title></rect>${
    fits && markup`<text class="phase" x="${(x + 5).toFixed(1)}" y="15">${phase}</text>`
  }${width > 44 && markup`<text class="time" x="${(x + 5).toFixed(1)}" y="30">${formatDuration(startMs)}</text>`}`;
}

function laneOf(exchange: EventOf<"exchange">): string {
  return placeName({ ...exchange, protocol: exchange.scheme });
}

function placeOf(atMs: number, bands: Band[]): number {
  const band = bands.findLast(({ startMs }) => startMs <= atMs) ?? bands[0];
  if (!band) return LABEL_WIDTH;
  const share = band.endMs > band.startMs ? (atMs - band.startMs) / (band.endMs - band.startMs) : 0;
  return band.x + Math.min(1, Math.max(0, share)) * (band.width - 2);
}

const ROWS_SHOWN = 500;

function renderTable(bands: Band[], exchanges: EventOf<"exchange">[]): Markup {
  const phases = bands.map(
    ({ phase, startMs, endMs }) => `${phase} ${formatDuration(startMs)}–${formatDuration(endMs)}`,
  );
  const rows = exchanges
    .slice(0, ROWS_SHOWN)
    .map(
      (exchange) =>
        markup`<tr><td class="number">${formatDuration(exchange.startedAtMs)}</td><td>${spaced(exchange.startedInPhase)}</td><td>${text(exchange.method, { limit: 20 })}</td><th scope="row"><span class="host">${text(laneOf(exchange), { limit: 260 })}</span></th><td class="number">${formatBytes(exchange.requestBodyBytes)}</td><td class="number">${exchange.status}</td></tr>`,
    );
  return markup`<p class="quiet">Phases: ${phases.join(", ") || "none recorded"}.</p><table><thead><tr><th scope="col" class="number">At</th><th scope="col">Phase</th><th scope="col">Method</th><th scope="col">Destination</th><th scope="col" class="number">Sent</th><th scope="col" class="number">Status</th></tr></thead><tbody>${rows}</tbody></table>${
    exchanges.length > ROWS_SHOWN &&
    markup`<p class="quiet">${counted(exchanges.length - ROWS_SHOWN, "more exchange")} in the capture.</p>`
  }`;
}
