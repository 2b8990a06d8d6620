import assert from "node:assert/strict";
import { test } from "node:test";
import { hostileAudit } from "./hostile-audit.testing.ts";
import { renderHtml } from "./html.ts";
import { sampleAudit } from "./sample-audit.testing.ts";

test("what could not be seen comes before anything that was", () => {
  const { audit, source } = sampleAudit();
  const page = renderHtml(audit, source);
  const places = ["gaps", "glance", "destinations", "data", "findings", "files", "processes", "timeline"].map(
    (id) => page.indexOf(`<section id="${id}"`),
  );
  assert.ok(places.every((place) => place > 0));
  assert.deepEqual(
    places,
    places.toSorted((a, b) => a - b),
  );
});

test("every link leads to a place on the page", () => {
  const { audit, source } = sampleAudit();
  const page = renderHtml(audit, source);
  const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const links = [...page.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href!);
  assert.ok(links.length > 50);
  assert.deepEqual(
    links.filter((href) => !href.startsWith("#") || !ids.has(href.slice(1))),
    [],
  );
});

test("an audit with nothing in it says so instead of showing empty tables", () => {
  const { audit, source } = sampleAudit();
  const nothing = {
    destinations: [],
    findings: [],
    flows: [],
    gaps: [],
    processes: [],
    files: [],
    sessions: [],
  };
  const page = renderHtml({ ...audit, ...nothing }, source);
  for (const said of [
    "No gap was recorded",
    "No connection was attempted",
    "No planted value",
    "No file was written",
  ])
    assert.ok(page.includes(said), said);
});

test("megabytes in every field give a page of megabytes, not of hundreds", () => {
  const { audit, source } = hostileAudit();
  const page = renderHtml(audit, source);
  assert.ok(page.length < 4_000_000, `${page.length} characters`);
  assert.match(page, /\d{3},\d{3} more characters/);
});

test("lists without end are cut, and the rest is counted", () => {
  const { audit, source } = sampleAudit();
  const many = <T>(items: T[], change: (item: T, index: number) => T) =>
    Array.from({ length: 20_000 }, (_, index) => change(items[index % items.length]!, index));
  audit.destinations = many(audit.destinations, (place, index) => ({
    ...place,
    host: `${index}.${place.host}`,
  }));
  audit.flows = many(audit.flows, (flow, index) => ({ ...flow, host: `${index}.${flow.host}` }));
  audit.gaps = many(audit.gaps, (gap) => gap);
  audit.files = many(audit.files, (file, index) => ({ ...file, path: `${file.path}${index}` }));
  audit.processes = many(audit.processes, (process, index) => ({
    ...process,
    id: `${index}`,
    parent: `${index - 1}`,
  }));
  audit.findings = many(audit.findings, (finding, index) => ({ ...finding, id: `${index}` }));
  const page = renderHtml(audit, source);
  assert.ok(page.length < 20_000_000, `${page.length} characters`);
  assert.match(page, /19,500 more are in <code>audit\.json/);
  assert.match(page, /19,700 more are in <code>audit\.json/);
});

test("a report made without event logs says that heads and timeline are missing", () => {
  const { audit, source } = sampleAudit();
  const page = renderHtml(audit, { readBlob: (session, digest) => source.readBlob(session, digest) });
  assert.ok(page.includes("event logs, so there is no timeline"));
  assert.ok(page.includes("event logs, so request heads are missing"));
});
