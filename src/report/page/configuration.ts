import type { Audit } from "../../model/audit.ts";
import { markup, text, type Markup } from "../markup.ts";
import { formatCount, formatDuration } from "../numbers.ts";
import { spaced } from "../words.ts";
import { disclosure, facts, scrolling, type Section } from "./section.ts";

/** How the audit was made, for whoever wants to repeat it. */
export function configurationSection(audit: Audit): Section {
  const { plan, plainwire, noise } = audit;
  return {
    id: "configuration",
    title: "How this was made",
    lead: "The sessions, what was varied between them and every setting that differs from the default, so that anyone can run the same audit again. It says nothing about other settings.",
    content: markup`${renderSessions(audit)}${facts([
      [
        "Varied",
        plan.factors.length > 0
          ? text(plan.factors.join(", "))
          : "nothing: every session ran in the same environment",
      ],
      ["Sessions run", formatCount(plan.sessionsRun)],
      ["Why it stopped", text(plan.whyStopped)],
      [
        "Changed from the default",
        plainwire.deviations.length > 0 ? text(plainwire.deviations.join("; "), { limit: 2_000 }) : "nothing",
      ],
      ["Plainwire", text(plainwire.version)],
      ["Tool profile", text(audit.target.profile)],
    ])}${renderNoise(noise)}${disclosure("Configuration as it was", markup`<pre>${text(JSON.stringify(plainwire.configuration, null, 2), { limit: 20_000, keepLines: true })}</pre>`)}`,
  };
}

function renderSessions({ sessions }: Audit): Markup {
  const rows = sessions.map(
    ({ id, replicate, outcome, reason, durationMs, exchanges, environment }) =>
      markup`<tr><th scope="row">${text(id)}</th><td class="number">${replicate}</td><td>${spaced(outcome)}${reason !== undefined && markup` <span class="quiet">${text(reason)}</span>`}</td><td>${text(
        Object.entries(environment)
          .map(([name, level]) => `${name} = ${level}`)
          .join(", ") || "as the scenario sets it",
      )}</td><td class="number">${formatCount(exchanges)}</td><td class="number">${formatDuration(durationMs)}</td></tr>`,
  );
  return scrolling(
    "Sessions",
    markup`<table class="sessions"><thead><tr><th scope="col">Session</th><th scope="col" class="number">Replicate</th><th scope="col">Outcome</th><th scope="col">Environment</th><th scope="col" class="number">Exchanges</th><th scope="col" class="number">Duration</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}

function renderNoise(noise: Audit["noise"]): Markup | undefined {
  if (noise.length === 0) return undefined;
  const rows = noise.map(
    ({ where, model, runs }) =>
      markup`<tr><th scope="row"><code>${text(where)}</code></th><td>${text(model)}</td><td class="number">${formatCount(runs)}</td></tr>`,
  );
  return disclosure(
    markup`What changes by itself <span class="times">${formatCount(noise.length)}</span>`,
    markup`<table><thead><tr><th scope="col">Where</th><th scope="col">Varies like</th><th scope="col" class="number">Runs</th></tr></thead><tbody>${rows}</tbody></table>`,
  );
}
