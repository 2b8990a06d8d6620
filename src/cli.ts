import { createInterface } from "node:readline/promises";
import { parseArgsStringToArgv } from "string-argv";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { audit, DEFAULTS, exportBundle, judge, type AuditRequest } from "./audit.ts";
import { verifyBundle } from "./capture/bundle.ts";
import type { Audit } from "./model/audit.ts";
import { UsageError } from "./model/errors.ts";
import { FINDING_KINDS, LEVELS, MODEL_PROTOCOLS, type ModelProtocol } from "./model/vocabulary.ts";
import { exporters } from "./report/index.ts";
import { renderJson } from "./report/json.ts";
import { createProgressView } from "./report/progress.ts";
import { renderSummary } from "./report/summary.ts";
import { missingPrerequisites } from "./lab/prerequisites.ts";
import { ensurePrerequisites } from "./setup.ts";
import { profiles } from "./target/profiles/index.ts";
import { plainwireVersion } from "./version.ts";

/** The command line: the only place that writes to the terminal and decides the exit status. */

const EXIT = { done: 0, failOn: 1, usage: 2, bug: 70, interrupted: 130 } as const;

interface AuditFlags {
  out?: string;
  scenario: string;
  run?: string[];
  protocol?: ModelProtocol;
  replicates: number;
  idle: number | false;
  jobs: number;
  budget: number;
  seed: number;
  resume?: true;
  json?: true;
  quiet?: true;
  yes?: true;
  failOn?: string[];
}

const program = new Command("plainwire")
  .description("Run an AI coding tool in a closed lab and show what leaves the machine.")
  .version(plainwireVersion)
  .exitOverride()
  .configureOutput({ outputError: (text, write) => write(oneSentence(text)) })
  .showSuggestionAfterError();

program
  .command("audit")
  .description(
    "run TARGET through a whole session in the lab and leave a bundle with audit.json and report.html",
  )
  .argument("<target>", "npm spec, profile name, package folder, tarball or file")
  .option("--out <dir>", "folder for the bundle (default: audits/<name>-<version>)")
  .option("--scenario <id>", "scenario to run", DEFAULTS.scenario)
  .option("--run <argv>", "how to start it, with {prompt} in place of the prompt", argvOf)
  .addOption(new Option("--protocol <id>", "what the tool's model speaks").choices(MODEL_PROTOCOLS))
  .option("--replicates <n>", "identical sessions", wholeNumber, DEFAULTS.replicates)
  .option("--idle <time>", "how long the idle session waits", duration, DEFAULTS.idleMs)
  .option("--no-idle", "leave the idle session out")
  .option("--no-experiment", "do not vary the environment")
  .option("--no-static", "do not analyse the shipped code")
  .option("--jobs <n>", "sessions side by side", wholeNumber, DEFAULTS.jobs)
  .option("--budget <time>", "start no session after this time, e.g. 5m", duration, DEFAULTS.budgetMs)
  .option("--seed <n>", "seed of every planted value", wholeNumber, DEFAULTS.seed)
  .option("--resume", "go on with the bundle in --out")
  .option(
    "--fail-on <kind|level>",
    "exit 1 when a finding of this kind, or of at least this level, is there",
    failOn,
    [],
  )
  .option("--json", "print only audit.json on standard output")
  .option("--quiet", "no progress, no summary")
  .option("--yes", "install missing Debian packages without asking")
  .action(runAudit);

program
  .command("judge")
  .description("analyse the stored capture of a bundle again")
  .argument("<dir>")
  .option("--json", "print only audit.json on standard output")
  .action(async (folder: string, flags: { json?: true }) => {
    const result = await judge(folder);
    if (flags.json) process.stdout.write(renderJson(result));
    else showSummary(result, folder);
  });

program
  .command("report")
  .description("write the bundle's report anew in other formats")
  .argument("<dir>")
  .addOption(
    new Option("--format <id...>", "formats")
      .choices(exporters.map((exporter) => exporter.id))
      .default(["html"]),
  )
  .action(async (folder: string, flags: { format: string[] }) => {
    for (const path of await exportBundle(folder, flags.format)) process.stdout.write(`${path}\n`);
  });

program
  .command("verify")
  .description("check every digest of a bundle")
  .argument("<dir>")
  .action(async (folder: string) => {
    const problems = await verifyBundle(folder);
    for (const problem of problems) process.stdout.write(`${problem}\n`);
    if (problems.length === 0) process.stdout.write("every file is as it was sealed\n");
    else process.exitCode = EXIT.failOn;
  });

program
  .command("tools")
  .description("the tools that have a profile")
  .action(() => {
    for (const profile of profiles)
      process.stdout.write(
        `${profile.id.padEnd(16)} ${profile.title.padEnd(24)} ${profile.packages.join(", ")}\n`,
      );
  });

program
  .command("doctor")
  .description("what this machine has and lacks for the lab")
  .action(() => {
    const missing = missingPrerequisites();
    for (const { name, debianPackage, why } of missing)
      process.stdout.write(`missing: ${name} (Debian package ${debianPackage}): ${why}\n`);
    if (missing.length === 0) process.stdout.write("this machine has every program the lab needs\n");
    else process.exitCode = EXIT.usage;
  });

async function runAudit(spec: string, flags: AuditFlags): Promise<void> {
  await ensurePrerequisites(missingPrerequisites(), {
    yes: flags.yes === true,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort(new Interrupted()));
  process.once("SIGTERM", () => interrupt.abort(new Interrupted()));
  const request: AuditRequest = {
    ...DEFAULTS,
    spec,
    ...(flags.out === undefined ? {} : { out: flags.out }),
    ...(flags.run ? { run: flags.run } : {}),
    ...(flags.protocol ? { protocol: flags.protocol } : {}),
    scenario: flags.scenario,
    replicates: flags.replicates,
    idleMs: flags.idle === false ? 0 : flags.idle,
    jobs: flags.jobs,
    budgetMs: flags.budget,
    seed: flags.seed,
    resume: flags.resume === true,
  };
  using view = createProgressView(process.stderr, { quiet: flags.quiet === true });
  const result = await audit(request, (progress) => view.show(progress), interrupt.signal);
  view[Symbol.dispose]();
  if (flags.json) process.stdout.write(renderJson(result.audit));
  else if (!flags.quiet) showSummary(result.audit, result.folder);
  if (failing(result.audit, flags.failOn ?? [])) process.exitCode = EXIT.failOn;
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [Y/n] `);
  terminal.close();
  return /^(y|yes|)$/i.test(answer.trim());
}

function showSummary(result: Audit, folder: string): void {
  const colour = process.stdout.isTTY && !process.env["NO_COLOR"];
  process.stdout.write(renderSummary(result, { colour, width: process.stdout.columns ?? 100, folder }));
}

function failing(result: Audit, conditions: string[]): boolean {
  const atLeast = (level: string, wanted: string) =>
    LEVELS.indexOf(level as never) >= LEVELS.indexOf(wanted as never) && LEVELS.includes(wanted as never);
  return result.findings.some((finding) =>
    conditions.some((wanted) => wanted === finding.kind || atLeast(finding.level, wanted)),
  );
}

class Interrupted extends Error {
  override readonly name = "Interrupted";
}

function argvOf(text: string): string[] {
  const argv = parseArgsStringToArgv(text);
  if (argv.length === 0) throw new InvalidArgumentError("say what to run, e.g. 'node cli.mjs -p {prompt}'.");
  return argv;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new InvalidArgumentError("give a whole number from 1 up.");
  return Number(text);
}

/** `90s`, `5m`, `1h`, or a bare number of seconds; in milliseconds. */
function duration(text: string): number {
  const match = /^(\d{1,6})(s|m|h)?$/.exec(text);
  if (!match) throw new InvalidArgumentError("give a time like 90s, 5m or 1h.");
  return Number(match[1]) * { s: 1_000, m: 60_000, h: 3_600_000 }[(match[2] ?? "s") as "s" | "m" | "h"];
}

function failOn(text: string, previous: string[]): string[] {
  if (!([...FINDING_KINDS, ...LEVELS] as string[]).includes(text))
    throw new InvalidArgumentError(`choose one of ${[...FINDING_KINDS, ...LEVELS].join(", ")}.`);
  return [...previous, text];
}

/** Commander prints `error: …` and sometimes a second line; the contract is one sentence. */
function oneSentence(text: string): string {
  return `plainwire: ${text
    .replace(/^error: /, "")
    .trim()
    .replaceAll("\n", " ")}\n`;
}

async function main(argv: string[]): Promise<void> {
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    else if (error instanceof UsageError) {
      process.stderr.write(`plainwire: ${error.message}\n`);
      process.exitCode = EXIT.usage;
    } else if (error instanceof Interrupted) {
      process.stderr.write("plainwire: stopped. What was recorded is kept; go on with --resume.\n");
      process.exitCode = EXIT.interrupted;
    } else {
      process.stderr.write(
        `plainwire: this is a bug, please report it.\n${(error as Error).stack ?? String(error)}\n`,
      );
      process.exitCode = EXIT.bug;
    }
  }
}

await main(process.argv);
