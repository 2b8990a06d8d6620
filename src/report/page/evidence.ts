import { text, markup, type Markup } from "../markup.ts";
import type { Excerpt } from "../excerpt.ts";
import type { CitedExchange, EvidenceBook, ShownEvidence } from "../evidence-book.ts";
import { counted, formatBytes, formatCount } from "../numbers.ts";
import { placeName, spaced } from "../words.ts";
import { disclosure, facts, type Section } from "./section.ts";

/** Evidence as it stands under a finding or behind a cell. `total` counts also what is not shown. */
export function renderEvidence(shown: ShownEvidence[], total: number): Markup {
  if (total === 0)
    return markup`<p class="quiet">No recorded bytes are cited. See the limits stated with it.</p>`;
  const more = total - shown.reduce((sum, { alsoIn }) => sum + 1 + alsoIn.length, 0);
  return markup`<ol class="evidence">${shown.map(renderOne)}</ol>${
    more > 0 &&
    markup`<p class="quiet">${formatCount(more)} more of the same kind in <code>audit.json</code>.</p>`
  }`;
}

function renderOne({ evidence, cited, excerpt, problem, alsoIn }: ShownEvidence): Markup {
  const [start, end] = evidence.range;
  const place = `bytes ${formatCount(start)}–${formatCount(end)} of ${evidence.blob.slice(0, 19)}`;
  return markup`<li><p class="cite">${cited && exchangeLink(cited)}<span>${alsoIn.length > 0 ? "sessions" : "session"} ${text([evidence.session, ...alsoIn].join(", "))}</span><span title="${evidence.blob}">${place}</span>${
    excerpt && excerpt.form !== "as sent" && markup`<span>${excerpt.form}</span>`
  }</p>${excerpt && renderExcerpt(excerpt)}${
    problem !== undefined && markup`<p class="problem">These bytes could not be read: ${text(problem)}</p>`
  }${!excerpt && problem === undefined && markup`<p class="quiet">Left out to keep this file small; the bytes are in the bundle's capture.</p>`}</li>`;
}

function exchangeLink({ anchor, exchange, event }: CitedExchange): Markup {
  return markup`<a href="#${anchor}">${
    event
      ? markup`${text(event.method, { limit: 20 })} ${text(`${event.host}${event.target}`, { limit: 90 })} → ${event.status}`
      : markup`exchange ${text(exchange)}`
  }</a>`;
}

function renderExcerpt(excerpt: Excerpt): Markup {
  const show = (captured: string) => text(captured, { limit: 4_000, keepLines: true });
  return markup`<pre>${excerpt.startsInside && markup`<span class="cut">…</span>`}${show(excerpt.before)}${
    excerpt.hit !== "" && markup`<mark>${show(excerpt.hit)}</mark>`
  }${excerpt.hitMore > 0 && markup`<span class="cut">… ${formatCount(excerpt.hitMore)} more</span>`}${show(excerpt.after)}${
    excerpt.endsInside && markup`<span class="cut">…</span>`
  }</pre>`;
}

const BODY_BYTES = 1_200;
const HEADERS_SHOWN = 60;

/** Every exchange that the page cites, once. Rendered last, when all that cites is known. */
export function exchangesSection(book: EvidenceBook): Section {
  const cited = book.cited();
  const leftOut = book.leftOut();
  return {
    id: "exchanges",
    title: "Exchanges cited",
    count: formatCount(cited.length),
    lead: markup`Each request that something above rests on, with its head and the beginning of its body as sent. Requests that nothing above cites are in the bundle's capture, not here.${
      leftOut > 0 && markup` To keep this file small, ${counted(leftOut, "excerpt")} were left out.`
    }${!book.hasEvents && markup` This report was made without the sessions' event logs, so request heads are missing.`}`,
    content: markup`<div class="list" data-filterable>${cited.map((entry) => renderExchange(entry, book))}</div>`,
  };
}

function renderExchange(cited: CitedExchange, book: EvidenceBook): Markup {
  const { event, session, exchange, anchor } = cited;
  const options = { anchor, className: "exchange" };
  if (!event)
    return disclosure(
      markup`<code>${text(exchange)}</code>`,
      markup`<p class="quiet">Session ${text(session)}.</p>`,
      options,
    );
  const summary = markup`<span class="method">${text(event.method, { limit: 20 })}</span> <span class="url">${text(`${placeName({ ...event, protocol: event.scheme })}${event.target}`, { limit: 160 })}</span> <span class="status">${event.status}</span> <span class="quiet">${text(session)}</span> <span class="quiet">${spaced(event.startedInPhase)}</span>`;
  const body =
    event.requestBody === undefined ? undefined : book.opening(session, event.requestBody, BODY_BYTES);
  const content = markup`${facts([
    ["Protocol", `${event.protocol} over ${event.scheme}`],
    ["Started", `${(event.startedAtMs / 1_000).toFixed(2)} s into ${session}`],
    ["Body sent", formatBytes(event.requestBodyBytes)],
    [
      "Answered by",
      event.improvised ? `an improvised answer (${event.service})` : `the stand-in ${event.service}`,
    ],
    ["Complete", event.complete ? "yes" : "no: the connection ended first"],
  ])}
<h3>Request head</h3><pre>${text(`${event.method} ${event.target}`, { limit: 2_000 })}
${headerLines(event.requestHeaders)}</pre>${
    body &&
    markup`<h3>Request body${event.requestBodyBytes > BODY_BYTES && markup`, first ${formatCount(BODY_BYTES)} bytes`}</h3>${
      body.excerpt
        ? renderExcerpt(body.excerpt)
        : markup`<p class="quiet">${body.problem === undefined ? "Left out to keep this file small." : text(body.problem)}</p>`
    }`
  }
<h3>Response head</h3><pre>${event.status}
${headerLines(event.responseHeaders)}</pre>`;
  return disclosure(summary, content, options);
}

function headerLines(headers: [string, string][]): Markup {
  const lines = headers
    .slice(0, HEADERS_SHOWN)
    .map(([name, value]) => markup`<b>${text(name, { limit: 100 })}</b>: ${text(value, { limit: 400 })}\n`);
  const more = headers.length - HEADERS_SHOWN;
  return markup`${lines}${more > 0 && markup`<span class="cut">${counted(more, "more header")}</span>`}`;
}
