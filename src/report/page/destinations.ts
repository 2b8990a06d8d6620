import type { Audit, Destination } from "../../model/audit.ts";
import { PHASES } from "../../model/vocabulary.ts";
import { markup, text, type Markup } from "../markup.ts";
import { counted, formatBytes, formatCount } from "../numbers.ts";
import { DOCUMENTED_WORDS, PARTY_WORDS, placeName, spaced } from "../words.ts";
import { disclosure, firstOf, phaseStrip, phaseWords, type Section } from "./section.ts";

const DESTINATIONS_SHOWN = 500;
const ENDPOINTS_SHOWN = 100;

/** Where data goes: every place the tool tried to reach, most bytes first. */
export function destinationsSection({ destinations }: Audit): Section {
  const ordered = destinations.toSorted((a, b) => b.sentBytes - a.sentBytes || (a.host < b.host ? -1 : 1));
  const most = Math.max(1, ordered[0]?.sentBytes ?? 0);
  const { shown, rest } = firstOf(ordered, DESTINATIONS_SHOWN);
  return {
    id: "destinations",
    title: "Where data goes",
    count: formatCount(destinations.length),
    lead: "Every place the tool tried to reach, with the bytes it sent there over all sessions. A stand-in answered in each place, so what the real service would have answered, and what that would have led to, is not known.",
    content:
      ordered.length === 0
        ? markup`<p>No connection was attempted.</p>`
        : markup`<table class="destinations"><thead><tr><th scope="col">Destination</th><th scope="col">Party</th><th scope="col">Documented</th><th scope="col">Phases</th><th scope="col" class="number">Exchanges</th><th scope="col" class="number">Sent</th><th scope="col" class="share"><span class="sr">Share of bytes sent</span></th></tr></thead>${shown.map((place) => renderDestination(place, most))}</table>${rest}
<p class="legend">Phases, from left to right: ${PHASES.map(spaced).join(", ")}. A dash means nothing was sent there in that phase.</p>`,
  };
}

function renderDestination(place: Destination, most: number): Markup {
  return markup`<tbody><tr><th scope="row"><span class="host">${text(placeName(place), { limit: 260 })}</span> <span class="protocol">${place.protocol}</span></th><td data-label="Party">${PARTY_WORDS[place.party]}</td><td data-label="Documented">${DOCUMENTED_WORDS[place.documented]}</td><td data-label="Phases">${phaseStrip(place.phases)}</td><td data-label="Exchanges" class="number">${formatCount(place.exchanges)}</td><td data-label="Sent" class="number">${formatBytes(place.sentBytes)}</td><td class="share">${shareBar(place.sentBytes / most)}</td></tr>
<tr class="more"><td colspan="7">${disclosure(endpointCount(place), renderDetail(place))}</td></tr></tbody>
`;
}

function endpointCount({ endpoints, partyRule }: Destination): Markup {
  const listed = endpoints.length === 0 ? "no request seen" : counted(endpoints.length, "endpoint");
  return markup`${listed}<span class="rule">${text(partyRule)}</span>`;
}

function renderDetail(place: Destination): Markup {
  const { shown, rest } = firstOf(place.endpoints, ENDPOINTS_SHOWN);
  const rows = shown.map(
    ({ method, path, count, phases, improvised }) =>
      markup`<tr><td>${text(method, { limit: 20 })}</td><th scope="row"><code>${text(path, { limit: 300 })}</code></th><td>${phaseWords(phases)}</td><td class="number">${formatCount(count)}</td><td class="number">${formatCount(improvised)}</td></tr>`,
  );
  return markup`<p class="quiet">${formatBytes(place.receivedBytes)} received. Phases: ${phaseWords(place.phases) || "none"}.</p>${
    rows.length > 0 &&
    markup`<table class="endpoints"><thead><tr><th scope="col">Method</th><th scope="col">Path</th><th scope="col">Phases</th><th scope="col" class="number">Requests</th><th scope="col" class="number">Improvised</th></tr></thead><tbody>${rows}</tbody></table>${rest}`
  }`;
}

/** Small amounts stay visible beside large ones: the least bar is one unit wide. */
function shareBar(share: number): Markup {
  const width = Math.max(1, Math.round(share * 80));
  return markup`<svg class="bar" width="80" height="8" viewBox="0 0 80 8" aria-hidden="true"><rect class="track" width="80" height="8" rx="1"/><rect class="fill" width="${width}" height="8" rx="1"/></svg>`;
}
