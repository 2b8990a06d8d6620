import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { findChromium, openReport } from "./chromium.testing.ts";
import { hostileAudit } from "./hostile-audit.testing.ts";
import { sampleAudit } from "./sample-audit.testing.ts";

const needsChromium = {
  skip: findChromium() === undefined && "no Chromium on this machine (apt-get install chromium)",
};

/** Expressions are text: the page's types (DOM) are no part of this project's. */
const OPEN_EVERYTHING = `document.querySelectorAll("details").forEach((element) => { element.open = true; })`;
const WIDER_THAN_WINDOW = `document.documentElement.scrollWidth - innerWidth`;

test(
  "the page asks for nothing, and its script and style are the ones its policy names",
  needsChromium,
  async () => {
    await using report = await openReport(sampleAudit());
    await report.page.evaluate(OPEN_EVERYTHING);
    assert.deepEqual(report.requests, []);
    assert.deepEqual(report.errors, []);
    assert.equal(await report.page.evaluate(`document.documentElement.classList.contains("scripted")`), true);
    assert.equal(
      await report.page.evaluate(`getComputedStyle(document.querySelector("table")).borderCollapse`),
      "collapse",
    );
  },
);

test("hostile text in every field stays text", needsChromium, async () => {
  await using report = await openReport(hostileAudit());
  const { page } = report;
  await page.evaluate(OPEN_EVERYTHING);
  await page.locator("a.cell").first().click();
  assert.equal(await page.evaluate("window.intruded"), undefined);
  assert.deepEqual(report.requests, []);
  assert.deepEqual(report.errors, []);
  const foreign = `document.querySelectorAll("img, iframe, base, object, embed, link, [onerror], [onload], [style], a[href]:not([href^='#']), script + script").length`;
  assert.equal(await page.evaluate(foreign), 0);
  assert.equal(await page.evaluate(`document.scripts.length + document.querySelectorAll("style").length`), 2);
  assert.match(await page.locator("h1").innerText(), /<script>window\.intruded=1<\/script>/);
  assert.match(await page.locator("#gaps").innerText(), /‹ESC›\[2J/);
});

test("a cell opens by keyboard, closes by Escape, and focus returns to it", needsChromium, async () => {
  await using report = await openReport(sampleAudit());
  const { page } = report;
  await page.locator("a.cell").nth(8).focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog[open] mark").first().waitFor();
  assert.match(await page.locator("dialog[open] h3").innerText(), /at events\.quillcode\.example/);
  await page.keyboard.press("Escape");
  assert.equal(await page.locator("dialog[open]").count(), 0);
  assert.equal(await page.evaluate(`document.activeElement.matches("a.cell")`), true);
});

test(
  "the first stop of the Tab key skips to the report, and what folds opens by keyboard",
  needsChromium,
  async () => {
    await using report = await openReport(sampleAudit());
    const { page } = report;
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate("document.activeElement.className"), "skip");
    const finding = page.locator("details.finding").first();
    await finding.locator("summary").focus();
    await page.keyboard.press("Enter");
    assert.equal(await finding.locator("mark").first().innerText(), "tk_live_c41f9a70e2d8");
  },
);

test("without script a cell leads to its evidence and opens it", needsChromium, async () => {
  await using report = await openReport(sampleAudit(), { javaScriptEnabled: false });
  const { page } = report;
  const cell = page.locator("a.cell.coded").first();
  const anchor = (await cell.getAttribute("href"))!;
  await cell.click();
  await page.locator(`${anchor} mark`).first().waitFor({ state: "visible" });
  assert.equal(await page.locator("#filter").isVisible(), false);
});

test("the filter keeps what holds every word", needsChromium, async () => {
  await using report = await openReport(sampleAudit());
  const { page } = report;
  await page.keyboard.press("/");
  await page.keyboard.type("host name sha-256");
  assert.equal(await page.locator("details.finding:visible").count(), 2);
  await page.locator("#filter").fill("");
  assert.equal(await page.locator("details.finding:visible").count(), 15);
});

for (const colorScheme of ["light", "dark"] as const)
  test(`axe finds nothing against WCAG 2.2 AA, ${colorScheme}, everything open`, needsChromium, async () => {
    await using report = await openReport(sampleAudit(), { colorScheme });
    const { page } = report;
    await page.evaluate(OPEN_EVERYTHING);
    await page.evaluate(readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
    const run = `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`;
    const { violations } = await page.evaluate<Violations>(
      `${run}.then(({ violations }) => ({ violations }))`,
    );
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.html.slice(0, 160)}`),
      [],
    );
  });

interface Violations {
  violations: { id: string; nodes: { html: string }[] }[];
}

test("nothing is wider than the window from a telephone to a wide screen", needsChromium, async (t) => {
  await using report = await openReport(sampleAudit());
  const { page, folder } = report;
  for (const width of [360, 600, 820, 1_030, 1_360, 1_920]) {
    await page.setViewportSize({ width, height: 900 });
    assert.equal(await page.evaluate(WIDER_THAN_WINDOW), 0, `at ${width} px`);
    await page.screenshot({ path: join(folder, `${width}.png`), fullPage: true });
  }
  t.diagnostic(`screenshots are in ${folder}`);
});

test("on paper findings and cells are open, and it is light", needsChromium, async (t) => {
  await using report = await openReport(sampleAudit(), { colorScheme: "dark", javaScriptEnabled: false });
  const { page, folder } = report;
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator("details.finding mark").first().isVisible(), true);
  assert.equal(await page.locator("details.exchange pre").first().isVisible(), false);
  await page.pdf({ path: join(folder, "report.pdf"), format: "A4" });
  t.diagnostic(`the paper version is ${join(folder, "report.pdf")}`);
});
