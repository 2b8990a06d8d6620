import type { Audit } from "../../model/audit.ts";
import { markup, text, type Markup } from "../markup.ts";
import { counted, formatCount } from "../numbers.ts";
import { spaced } from "../words.ts";
import { disclosure, firstOf, type Section } from "./section.ts";

type Process = Audit["processes"][number];

/** What was executed, as a tree per session. */
export function processesSection({ processes, sessions }: Audit): Section {
  const bySession = Map.groupBy(processes, ({ session }) => session);
  const trees = sessions.map(({ id }, index) => {
    const own = bySession.get(id) ?? [];
    const unasked = own.filter(
      ({ requestedByModel, parent }) => !requestedByModel && parent !== undefined,
    ).length;
    return disclosure(
      markup`<b>${text(id)}</b> <span class="times">${counted(own.length, "process", "processes")}, ${formatCount(unasked)} not requested by the model</span>`,
      renderTree(own),
      { open: index === 0, className: "tree" },
    );
  });
  return {
    id: "processes",
    title: "What was executed",
    count: formatCount(processes.length),
    lead: "Every program started in a session, under the one that started it. “Requested” means that the stand-in model had asked for that command; the rest the tool started by itself.",
    content: trees,
  };
}

interface Branch {
  program: Process;
  depth: number;
}

/** Depth past which the tree is no longer indented: a hostile tool can nest without end. */
const MAX_DEPTH = 12;
const PROCESSES_SHOWN = 1_000;

function renderTree(processes: Process[]): Markup {
  const branches = inTreeOrder(processes);
  const { shown, rest } = firstOf(branches, PROCESSES_SHOWN);
  const items = shown.map(
    ({ program, depth }) =>
      markup`<li class="depth-${Math.min(depth, MAX_DEPTH)}"><code>${text(program.argv.map(quoted).join(" "), { limit: 400 })}</code>${whoAsked(program, depth)}<span class="quiet">${spaced(program.phase)}</span></li>`,
  );
  return markup`<ul class="process-tree">${items}</ul>${rest}`;
}

function whoAsked({ requestedByModel, parent }: Process, depth: number): Markup {
  if (requestedByModel) return markup`<span class="quiet">requested</span>`;
  const isTool = depth === 0 && parent === undefined;
  return isTool ? markup`<span class="quiet">the tool itself</span>` : markup`<span>not requested</span>`;
}

/** Parents before their children, in recorded order. Walked with a stack of its own: depth is the tool's choice. */
function inTreeOrder(processes: Process[]): Branch[] {
  const ids = new Set(processes.map(({ id }) => id));
  const children = Map.groupBy(processes, ({ parent }) =>
    parent !== undefined && ids.has(parent) ? parent : "",
  );
  const placed = new Set<string>();
  const ordered: Branch[] = [];
  const waiting: Branch[] = (children.get("") ?? []).map((program) => ({ program, depth: 0 })).reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { program, depth } = next;
    if (placed.has(program.id)) continue;
    placed.add(program.id);
    ordered.push(next);
    const below = (children.get(program.id) ?? []).map((child) => ({ program: child, depth: depth + 1 }));
    waiting.push(...below.reverse());
  }
  return [
    ...ordered,
    ...processes.filter(({ id }) => !placed.has(id)).map((program) => ({ program, depth: 0 })),
  ];
}

/** An argument with a space or quote in it, or none at all, in quotation marks: where each ends must be seen. */
function quoted(argument: string): string {
  return /^[^\s"'\\]+$/.test(argument) ? argument : JSON.stringify(argument);
}
