import type { Audit } from "../../model/audit.ts";
import { PHASES, type FileClass, type Phase } from "../../model/vocabulary.ts";
import { markup, text, type Markup } from "../markup.ts";
import { counted, formatCount } from "../numbers.ts";
import { FILE_CLASSES_BY_INTEREST, FILE_CLASS_WORDS } from "../words.ts";
import { disclosure, firstOf, phaseWords, type Section } from "./section.ts";

/** One file over all sessions. */
interface FileUse {
  path: string;
  class: FileClass;
  modes: string[];
  phases: Phase[];
  sessions: number;
}

const WRITING = new Set(["write", "read-write", "create", "delete", "rename"]);

/** Which files left the machine, which were read but did not, which were written. */
export function filesSection({ files }: Audit): Section {
  const sent = usesOf(files.filter(({ contentSent }) => contentSent));
  const sentPaths = new Set(sent.map(({ path }) => path));
  const read = usesOf(files.filter(({ path, mode }) => !sentPaths.has(path) && !WRITING.has(mode)));
  const written = usesOf(files.filter(({ mode }) => WRITING.has(mode)));
  return {
    id: "files",
    title: "Files",
    count: formatCount(new Set(files.map(({ path }) => path)).size),
    lead: "Files the tool and its children opened, over all sessions. “Left the machine” means that content planted in the file was found in what was sent; a file listed as not sent may still have been sent in a form that was not recognised.",
    content: markup`${group("Left the machine", sent, "No file's content was found in what was sent.")}${group("Written", written, "No file was written.")}${group("Read, not seen to leave", read, "No other file was read.")}`,
  };
}

function usesOf(files: Audit["files"]): FileUse[] {
  return [...Map.groupBy(files, ({ path }) => path)].map(([path, opened]) => ({
    path,
    class: opened[0]!.class,
    modes: [...new Set(opened.map(({ mode }) => mode))],
    phases: PHASES.filter((phase) => opened.some((one) => one.phase === phase)),
    sessions: new Set(opened.map(({ session }) => session)).size,
  }));
}

/** Classes a reader rarely opens are folded; the others share one table. */
const FOLDED = new Set<FileClass>(["own-install", "system"]);

function group(title: string, uses: FileUse[], none: string): Markup {
  const open = uses.filter((use) => !FOLDED.has(use.class));
  const folded = FILE_CLASSES_BY_INTEREST.filter((kind) => FOLDED.has(kind)).map((kind) => {
    const list = uses.filter((use) => use.class === kind);
    const summary = `${counted(list.length, "file")} of ${FILE_CLASS_WORDS[kind]}`;
    return list.length > 0 && disclosure(summary, renderTable(list), { className: `files ${kind}` });
  });
  return markup`<h3>${title} <span class="quiet">${formatCount(uses.length)}</span></h3>${open.length > 0 && renderTable(open)}${folded}${
    uses.length === 0 && markup`<p class="quiet">${none}</p>`
  }`;
}

const ROWS_SHOWN = 1_000;

function renderTable(uses: FileUse[]): Markup {
  const ordered = FILE_CLASSES_BY_INTEREST.flatMap((kind) =>
    uses.filter((use) => use.class === kind).sort((a, b) => (a.path < b.path ? -1 : 1)),
  );
  const { shown, rest } = firstOf(ordered, ROWS_SHOWN);
  const rows = shown.map(
    (use) =>
      markup`<tr><th scope="row"><code>${text(use.path, { limit: 400 })}</code></th><td>${FILE_CLASS_WORDS[use.class]}</td><td>${text(use.modes.join(", "))}</td><td>${phaseWords(use.phases)}</td><td class="number">${formatCount(use.sessions)}</td></tr>`,
  );
  return markup`<table class="paths" data-filterable><thead><tr><th scope="col">Path</th><th scope="col">Belongs to</th><th scope="col">Opened for</th><th scope="col">Phases</th><th scope="col" class="number">Sessions</th></tr></thead><tbody>${rows}</tbody></table>${rest}`;
}
