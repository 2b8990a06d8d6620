import type { Machine, PlantedPage, Scenario, ScriptedPrompt } from "../model/scenario.ts";
import { drawHomeFiles, type Owner } from "./home-files.ts";
import { drawMachine } from "./machine.ts";
import { createPlanting, type Planting } from "./planting.ts";
import { drawRepository, type Repository } from "./repository.ts";
import { drawShaped, type CredentialShape } from "./shaped-secret.ts";

/**
 * A *scenario* is a believable day at work: a machine, files, a repository and prompts, drawn from a seed. Each
 * drawn value that would be recognised elsewhere is a *canary*; together they are *planted*. A *script* is what
 * the model will ask the tool to do for each prompt; a *launch* is one start of the tool with a prompt.
 */
export interface StandardOptions {
  seed: number;
  /** How long the session stays idle before it ends, for batches that are sent late. */
  idleMs: number;
  /** Secrets that the tool needs to start: their shape, and whom they are meant for. */
  credentials?: readonly CredentialShape[];
}

/** The scenario `standard`: search, read, edit, run a command, fetch a page, then a second prompt. */
export function standardScenario({ seed, idleMs, credentials = [] }: StandardOptions): Scenario {
  const planting = createPlanting(seed);
  const machine = drawMachine(planting);
  const owner = drawOwner(planting);
  const repository = drawRepository(planting, machine, owner);
  const page = drawPage(planting);
  return {
    id: "standard",
    seed,
    machine,
    files: [...repository.files, ...drawHomeFiles(planting, machine, owner)],
    setUp: repository.setUp,
    pages: [page],
    env: { ...drawEnvironment(planting, owner), ...drawCredentials(planting, credentials) },
    prompts: [firstPrompt(planting, machine, repository, page.url), secondPrompt(planting, repository)],
    idleMs,
    canaries: planting.canaries,
  };
}

function drawOwner({ plant, word }: Planting): Owner {
  const domain = `${word()}.io`;
  const email = plant({
    id: "git-email",
    data: "git-identity",
    value: `${word()}@${domain}`,
    planted: "~/.gitconfig user.email, commit author",
  });
  return { email, domain };
}

function drawPage({ plant, word }: Planting): PlantedPage {
  const host = `developer.${word()}.com`;
  const term = plant({
    id: "web-page",
    data: "tool-output",
    value: word(),
    planted: "the web page that is fetched",
  });
  const html = [
    '<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>Rounding of rates</title></head>',
    "<body>\n<h1>Rounding of rates</h1>",
    "<p>Amounts are rounded once, half away from zero, after all surcharges have been added.</p>",
    `<p>This rule is called <em>${term} rounding</em> in the contract.</p>`,
    "</body>\n</html>\n",
  ].join("\n");
  return { url: `https://${host}/guides/rounding`, html };
}

function drawEnvironment({ plant, word, base62 }: Planting, { domain }: Owner): Record<string, string> {
  const secret = (name: string, value: string, meantFor: string[]) =>
    plant({
      id: `env:${name}`,
      data: "credential",
      value,
      planted: `environment variable ${name}`,
      meantFor,
    });
  return {
    AWS_ACCESS_KEY_ID: secret("AWS_ACCESS_KEY_ID", `AKIA${base62(16).toUpperCase()}`, ["amazonaws.com"]),
    AWS_SECRET_ACCESS_KEY: secret("AWS_SECRET_ACCESS_KEY", base62(40), ["amazonaws.com"]),
    GITHUB_TOKEN: secret("GITHUB_TOKEN", `ghp_${base62(36)}`, ["github.com"]),
    DATABASE_URL: `postgres://rates:${secret("DATABASE_URL", base62(16), [domain])}@localhost:5432/rates`,
    RATES_REGION: plant({
      id: "env:RATES_REGION",
      data: "env-value",
      value: word(),
      planted: "environment variable RATES_REGION",
    }),
  };
}

function drawCredentials(planting: Planting, shapes: readonly CredentialShape[]): Record<string, string> {
  return Object.fromEntries(
    shapes.map(({ env, shape, meantFor }) => [
      env,
      planting.plant({
        id: `auth:${env}`,
        data: "credential",
        value: drawShaped(planting, shape),
        planted: `environment variable ${env}, the tool's own credential`,
        meantFor,
      }),
    ]),
  );
}

function firstPrompt(
  planting: Planting,
  { workspace }: Machine,
  repository: Repository,
  url: string,
): ScriptedPrompt {
  const { marker, phrase, closing } = drawTalk(planting, "first");
  return {
    phase: "prompt",
    marker,
    text: `${marker}: ${phrase} customers see small parcels a cent too high. Find where applySurcharge is used, look at the tier table, round once at the end instead of per line, show me the last commits and the version, and check ${url} for the carrier's rounding rule.`,
    steps: [
      step("search", "search-text", {
        pattern: "applySurcharge",
        path: workspace,
        description: "I'll look for where the surcharge is applied.",
      }),
      step("read", "read-file", {
        path: repository.tiersFile,
        description: "Now the tier table itself.",
      }),
      step("edit", "edit-file", {
        path: repository.tiersFile,
        oldText: repository.oldLine,
        newText: repository.newLine,
        content: repository.editedContent,
        description: "I'll round once, at the end.",
      }),
      step("command", "run-command", {
        command: "git log --oneline -3 && cat VERSION",
        description: "Show recent commits and the version",
      }),
      step("fetch", "fetch-url", { url, description: "What is the rule for rounding amounts?" }),
    ],
    closing: `Amounts are now rounded once, after the surcharges, as the carrier's rule says. I'd call this the ${closing} change in the release notes.`,
  };
}

function secondPrompt(planting: Planting, repository: Repository): ScriptedPrompt {
  const { marker, phrase, closing } = drawTalk(planting, "second");
  return {
    phase: "second-prompt",
    marker,
    text: `One more thing (${marker}): do the ${phrase} cases still hold after that change? Look at the checks of the tier table.`,
    steps: [
      step("second-prompt", "read-file", {
        path: repository.specFile,
        description: "Let me look at the checks.",
      }),
    ],
    closing: `Yes: both cases are checked, and ${closing} rounding does not touch them.`,
  };
}

function drawTalk({ plant, word, digits }: Planting, which: "first" | "second") {
  const marker = plant({
    id: `prompt:${which}-ticket`,
    data: "prompt",
    value: `${word().slice(0, 4).toUpperCase()}-${digits(6)}`,
    planted: `the ${which} prompt, a ticket number`,
  });
  const phrase = plant({
    id: `prompt:${which}-word`,
    data: "prompt",
    value: word(),
    planted: `the ${which} prompt, a word`,
  });
  const closing = plant({
    id: `conversation:${which}`,
    data: "conversation",
    value: word(),
    planted: `the model's last answer to the ${which} prompt`,
  });
  return { marker, phrase, closing };
}

function step(
  phase: ScriptedPrompt["steps"][number]["phase"],
  intent: ScriptedPrompt["steps"][number]["intent"],
  values: ScriptedPrompt["steps"][number]["values"],
) {
  return { phase, intent, values };
}
