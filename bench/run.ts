/**
 * `npm run bench`: runs every module of this folder that exports `bench()`, prints one table and writes it to
 * `docs/benchmarks.md`. Modules measure both sides of a ratio in one run; nothing here passes or fails.
 */
import { globSync, writeFileSync } from "node:fs";
import { arch, cpus, release, totalmem, type } from "node:os";
import { join } from "node:path";

interface BenchResult {
  name: string;
  rows: Record<string, string | number>[];
}

const HERE = import.meta.dirname;
const OUTPUT = join(HERE, "..", "docs", "benchmarks.md");

function table(rows: BenchResult["rows"]): string {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  const body = rows.map((row) => line(columns.map((column) => String(row[column] ?? ""))));
  return [line(columns), line(columns.map(() => "---")), ...body].join("\n");
}

function machine(): string {
  const processor = cpus()[0]?.model ?? "unknown processor";
  const memoryGiB = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${processor}, ${memoryGiB} GiB, ${type()} ${release()} ${arch()}, Node ${process.version}`;
}

const sections: string[] = [];
const wanted = process.argv.slice(2);
for (const file of globSync("*.ts", { cwd: HERE }).sort((a, b) => (a < b ? -1 : 1))) {
  if (file === "run.ts" || (wanted.length > 0 && !wanted.includes(file.replace(/\.ts$/, "")))) continue;
  const module = (await import(join(HERE, file))) as { bench?: () => Promise<BenchResult> };
  if (!module.bench) continue;
  const { name, rows } = await module.bench();
  sections.push(`## ${name}\n\n${table(rows)}\n`);
  console.log(sections.at(-1));
}
const command = ["npm run bench", ...(wanted.length > 0 ? ["--", ...wanted] : [])].join(" ");
const head = `# Benchmarks\n\n${machine()}. ${new Date().toISOString().slice(0, 10)}, \`${command}\`.\n`;
if (sections.length > 0) writeFileSync(OUTPUT, [head, ...sections].join("\n"));
else console.log("no benchmark to run");
