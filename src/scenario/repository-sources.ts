/** Plants a made-up word in a source file and returns it. */
type SourceWord = (id: string, path: string, place: string) => string;

/** The files about rates: the one that is read and edited, what it uses, and what checks it. */
export function ratingSources(carrier: string, word: SourceWord) {
  const tiersPath = `src/rating/${carrier}-tiers.ts`;
  const specPath = `tests/${carrier}-tiers.spec.ts`;
  const oldLine = "export const ROUND_EACH_LINE = true;";
  const newLine = `export const ROUND_EACH_LINE = false; // ${word("edit", tiersPath, "the line the model writes")}`;
  const contents = {
    [tiersPath]: tiers(oldLine, word, tiersPath),
    [specPath]: [
      'import assert from "node:assert/strict";',
      `import { tierFor } from "../${tiersPath}";`,
      "",
      `// agreed with ${word("spec", specPath, "the file read for the second prompt")}`,
      "assert.equal(tierFor(900).cents, 549);",
      "assert.equal(tierFor(2500).cents, 799);",
      "",
    ].join("\n"),
    "src/rating/surcharges.ts": [
      'import { roundCents } from "./rounding.ts";',
      "",
      `const ${word("surcharges", "src/rating/surcharges.ts", "a file the search meets")}Percent = 4.5;`,
      "",
      "/** Adds island and fuel surcharges to an amount in cents. */",
      "export function applySurcharge(cents: number, zone: number): number {",
      "  const percent = zone > 2 ? 12 : 4.5;",
      "  return roundCents(cents * (1 + percent / 100));",
      "}",
      "",
    ].join("\n"),
    "src/rating/rounding.ts":
      "/** Half away from zero, as invoices do. */\nexport function roundCents(cents: number): number {\n  return Math.sign(cents) * Math.round(Math.abs(cents));\n}\n",
  };
  return { contents, tiersPath, specPath, oldLine, newLine };
}

/** Long enough that a tool may send only a part: words to know by stand at its start, middle and end. */
function tiers(oldLine: string, word: SourceWord, path: string): string {
  const rows = Array.from({ length: 24 }, (_, index) => {
    const grams = (index + 1) * 500;
    return `  { upToGrams: ${grams}, cents: ${419 + index * 65 + (index % 3) * 5} },`;
  });
  rows.splice(
    12,
    0,
    `  // ${word("tiers-middle", path, "in the middle of the file that is read")} contract, since April`,
  );
  return [
    `// Tiers of the ${word("tiers-start", path, "first line of the file that is read")} contract. Weights in grams, amounts in cents.`,
    'import { applySurcharge } from "./surcharges.ts";',
    "",
    "export interface Tier {",
    "  upToGrams: number;",
    "  cents: number;",
    "}",
    "",
    oldLine,
    "",
    "const TIERS: Tier[] = [",
    ...rows,
    "];",
    "",
    "export function tierFor(grams: number): Tier {",
    "  return TIERS.find((tier) => grams <= tier.upToGrams) ?? TIERS.at(-1)!;",
    "}",
    "",
    "export function quoteCents(grams: number, zone: number): number {",
    "  return applySurcharge(tierFor(grams).cents, zone);",
    "}",
    "",
    `// end of ${word("tiers-end", path, "last line of the file that is read")}`,
    "",
  ].join("\n");
}

/** The files around it, which the script never opens. */
export function serviceSources(carrier: string, word: SourceWord): Record<string, string> {
  return {
    "src/server.ts": [
      'import { createServer } from "node:http";',
      'import { config } from "./config.ts";',
      'import { answerQuote } from "./routes/quotes.ts";',
      "",
      `// ${word("server", "src/server.ts", "a file the script never reads")} load balancer ends TLS in front of us`,
      "createServer((request, response) => {",
      '  if (request.url?.startsWith("/quotes")) return answerQuote(request, response);',
      "  response.writeHead(404).end();",
      "}).listen(config.port);",
      "",
    ].join("\n"),
    "src/config.ts":
      'export const config = {\n  port: Number(process.env.PORT ?? 8080),\n  databaseUrl: process.env.DATABASE_URL ?? "",\n};\n',
    "src/routes/quotes.ts": [
      'import type { IncomingMessage, ServerResponse } from "node:http";',
      `import { quoteCents } from "../rating/${carrier}-tiers.ts";`,
      'import { rememberQuote } from "../store/quote-store.ts";',
      "",
      "export function answerQuote(request: IncomingMessage, response: ServerResponse): void {",
      '  const { searchParams } = new URL(request.url ?? "/", "http://localhost");',
      '  const cents = quoteCents(Number(searchParams.get("grams")), Number(searchParams.get("zone")));',
      `  rememberQuote("${word("route", "src/routes/quotes.ts", "a file the script never reads")}", cents);`,
      '  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ cents }));',
      "}",
      "",
    ].join("\n"),
    "src/store/quote-store.ts": [
      "const quotes = new Map<string, number>();",
      "",
      "export function rememberQuote(customer: string, cents: number): void {",
      `  quotes.set(\`${word("store", "src/store/quote-store.ts", "a file the script never reads")}:\${customer}\`, cents);`,
      "}",
      "",
    ].join("\n"),
  };
}
