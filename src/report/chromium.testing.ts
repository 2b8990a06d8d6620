import { accessSync, constants, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type BrowserContextOptions, type Page } from "playwright-core";
import type { Audit } from "../model/audit.ts";
import type { EvidenceSource } from "./evidence-source.ts";
import { renderHtml } from "./html.ts";

/** A real Chromium for tests of the page: Debian's, found on the machine, never downloaded. */

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

export function findChromium(): string | undefined {
  const folders = [
    ...(process.env["PATH"] ?? "").split(delimiter),
    "/usr/bin",
    "/usr/local/bin",
    "/snap/bin",
  ];
  return folders
    .filter((folder) => folder !== "")
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface OpenReport extends AsyncDisposable {
  page: Page;
  /** Every request the page tried but for the file itself. */
  requests: string[];
  /** Console errors, among them violations of the content security policy, and uncaught exceptions. */
  errors: string[];
  folder: string;
}

/** Renders the audit to a file in a fresh temporary folder and opens it from disk. */
export async function openReport(
  { audit, source }: { audit: Audit; source: EvidenceSource },
  options: BrowserContextOptions = {},
): Promise<OpenReport> {
  const folder = mkdtempSync(join(tmpdir(), "report-test-"));
  const file = join(folder, "report.html");
  writeFileSync(file, renderHtml(audit, source));
  const url = pathToFileURL(file).href;
  const browser = await chromium.launch({ executablePath: findChromium()!, args: QUIET });
  const page = await (
    await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options })
  ).newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on("request", (request) => request.url() !== url && requests.push(request.url()));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(url);
  return { page, requests, errors, folder, [Symbol.asyncDispose]: () => browser.close() };
}
