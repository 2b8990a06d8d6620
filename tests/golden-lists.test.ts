import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { test } from "node:test";
import { importsOf, ROOT, sourceFiles, targetOf } from "./source-tree.ts";

/**
 * Folders whose `index.ts` is a list written by hand. An *entry* is a file that exports a constant of a type
 * the index lists (`export const sse: FormatDecoder = …` where the index says `FormatDecoder[]`); each must
 * be in the list. Every other file is *support*, and must be used by some other source: one that nobody
 * imports is an entry somebody forgot.
 */
const LIST_FOLDERS = ["services", "decode", "analysis/detectors", "report", "target/profiles"];

interface ListFolder {
  index: string;
  files: { name: string; code: string }[];
}

/** What is wrong with a list folder, a line each. */
function listFaults({ index, files }: ListFolder): string[] {
  const types = [...index.matchAll(/^export const \w+:\s*(?:readonly )?(\w+)\[\]/gm)].map(
    (match) => match[1]!,
  );
  if (types.length === 0) return ["index.ts exports no typed list (`export const xs: X[] = […]`)"];
  const imported = new Set(importsOf(index).map(({ specifier }) => basename(specifier)));
  const used = new Set(
    files.flatMap(({ code }) => importsOf(code).map(({ specifier }) => basename(specifier))),
  );
  const entry = new RegExp(`^export const \\w+:\\s*(?:${types.join("|")})\\b(?!\\[)`, "m");
  return files.flatMap(({ name, code }) => {
    if (entry.test(code) && !imported.has(name)) return [`${name} is not in index.ts`];
    return used.has(name) || imported.has(name) ? [] : [`${name} is imported by nobody`];
  });
}

function readFolder(folder: string): ListFolder {
  const path = join(ROOT, "src", folder);
  const read = (name: string) => ({ name, code: readFileSync(join(path, name), "utf8") });
  const names = globSync("*.ts", { cwd: path }).filter((name) => !/\.(test|testing|fixture)\.ts$/.test(name));
  return { index: read("index.ts").code, files: names.filter((name) => name !== "index.ts").map(read) };
}

for (const folder of LIST_FOLDERS.filter((each) => existsSync(join(ROOT, "src", each)))) {
  test(`src/${folder}/index.ts lists every entry of its folder`, () => {
    const { index, files } = readFolder(folder);
    // Other rooms and the doors may use a file that its own folder does not.
    const usedElsewhere = new Set(
      sourceFiles()
        .filter((file) => !file.isTest && !file.path.startsWith(`src/${folder}/`))
        .flatMap((file) => importsOf(file.code).map(({ specifier }) => targetOf(file.path, specifier))),
    );
    const faults = listFaults({ index, files }).filter(
      (fault) => !(fault.endsWith("by nobody") && usedElsewhere.has(`src/${folder}/${fault.split(" ")[0]}`)),
    );
    assert.deepEqual(faults, []);
  });
}

test("a forgotten entry and an orphan are both found", () => {
  const index = `import { a } from "./a.ts";\nexport const things: Thing[] = [a];\n`;
  const files = [
    { name: "a.ts", code: `import { s } from "./s.ts";\nexport const a: Thing = { id: s };\n` },
    { name: "s.ts", code: `export const s = "a";\n` },
    { name: "b.ts", code: `export const b: Thing = { id: "b" };\n` },
    { name: "c.ts", code: `export const c = 1;\n` },
  ];
  assert.deepEqual(listFaults({ index, files }), ["b.ts is not in index.ts", "c.ts is imported by nobody"]);
});
