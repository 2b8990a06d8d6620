import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { importFault, MAY_IMPORT } from "./import-wall.ts";
import { importsOf, ROOT, sourceFiles, targetOf } from "./source-tree.ts";

const files = sourceFiles();

test("every import obeys the table of rooms", () => {
  const faults = files.flatMap((file) =>
    importsOf(file.code).flatMap(({ specifier, typeOnly }) => {
      const target = targetOf(file.path, specifier);
      return (target && importFault(file, target, typeOnly)) ?? [];
    }),
  );
  assert.deepEqual(faults, []);
});

test("the wall names a forbidden import, type-only or not, and lets the allowed ones pass", () => {
  const from = (path: string) => ({ path, room: path.split("/")[1]!, isTest: false });
  const fault = (path: string, to: string, typeOnly = false) => importFault(from(path), to, typeOnly);
  assert.equal(fault("src/interceptor/x.ts", "src/decode/json.ts"), "interceptor/x.ts -> ../decode/json.ts");
  assert.equal(
    fault("src/interceptor/x.ts", "src/decode/json.ts", true),
    "interceptor/x.ts -> ../decode/json.ts",
  );
  assert.equal(fault("src/analysis/x.ts", "src/capture/reader.ts"), "analysis/x.ts -> ../capture/reader.ts");
  assert.equal(fault("src/analysis/x.ts", "src/capture/reader.ts", true), undefined);
  assert.equal(fault("src/services/x.ts", "src/decode/json.ts"), undefined);
  assert.match(fault("src/model/x.ts", "src/audit.ts")!, /may not import a door/);
  assert.match(fault("src/newroom/x.ts", "src/model/event.ts")!, /is no room/);
});

test("imports are found in every form they are written in", () => {
  const found = importsOf(
    `import a from "./a.ts";\nimport type { B } from "./b.ts";\nexport {\n  c,\n} from "./c.ts";\nimport "./d.ts";\nawait import("./e.ts");\n`,
  );
  assert.deepEqual(found.map(({ specifier, typeOnly }) => `${specifier}${typeOnly ? " type" : ""}`).sort(), [
    "./a.ts",
    "./b.ts type",
    "./c.ts",
    "./d.ts",
    "./e.ts",
  ]);
});

test("every folder under src is a room of the table", () => {
  const rooms = new Set(files.map((file) => file.room).filter((room) => room !== ""));
  assert.deepEqual(
    [...rooms].filter((room) => !(room in MAY_IMPORT)),
    [],
  );
});

test("no file is longer than 300 lines", () => {
  const long = files.map((file) => [file.path, file.text.split("\n").length - 1] as const);
  assert.deepEqual(
    long.filter(([, lines]) => lines > 300),
    [],
  );
});

test("no file or folder hides behind a name that says nothing", () => {
  const vague = /(^|[/.-])(utils?|helpers?|common|managers?|misc)([/.-]|$)/;
  assert.deepEqual(
    files.map((file) => file.path).filter((path) => vague.test(path)),
    [],
  );
});

test("files are named in kebab case", () => {
  const kebab = /^src(\/[a-z0-9]+(-[a-z0-9]+)*)+(\.[a-z-]+)*\.ts$/;
  assert.deepEqual(
    files.map((file) => file.path).filter((path) => !kebab.test(path)),
    [],
  );
});

test("no source keeps state in a top-level let", () => {
  assert.deepEqual(
    files.filter((file) => !file.isTest && /^(export )?let /m.test(file.code)).map((file) => file.path),
    [],
  );
});

test("only the command line writes to the terminal", () => {
  const writes = /\bconsole\.|process\.std(out|err)\b/;
  const faults = files.filter((file) => !file.isTest && file.room !== "" && writes.test(file.code));
  // The session worker is a process of its own whose standard output is its only way to report progress.
  assert.deepEqual(
    faults.map((file) => file.path).filter((path) => path !== "src/session/worker.ts"),
    [],
  );
});

test("the lock file and the sources carry no address to download packages from", () => {
  const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    packages: Record<string, { resolved?: string }>;
  };
  const remote = Object.entries(lock.packages).filter(([, entry]) =>
    /^[a-z+]+:\/\//.test(entry.resolved ?? ""),
  );
  assert.deepEqual(remote, []);
});
