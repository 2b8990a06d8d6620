import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { test } from "node:test";
import { CHANNEL_PROTOCOLS, DATA_CATEGORIES, FINDING_KINDS } from "../src/model/vocabulary.ts";
import { ROOT } from "./source-tree.ts";

interface Expected {
  truth: string;
  destinations: { host: string; port: number; protocol: string }[];
  findings: { kind: string; data?: string[]; protocol?: string }[];
  environmentDependent?: Expected["findings"];
}

const folders = globSync("fixtures/specimens/*/expected.json", { cwd: ROOT })
  .map((path) => join(ROOT, dirname(path)))
  .sort();
const read = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");
const index = readFileSync(join(ROOT, "fixtures/specimens/README.md"), "utf8");
const agent = read(join(ROOT, "fixtures/specimens/honest"), "agent.mjs");

test("there are specimens", () => assert.ok(folders.length > 20));

for (const folder of folders) {
  const name = basename(folder);
  test(`the specimen ${name} is a whole package that says what is true of it`, () => {
    const expected = JSON.parse(read(folder, "expected.json")) as Expected;
    const manifest = JSON.parse(read(folder, "package.json")) as Record<string, unknown>;
    assert.equal(manifest["description"], expected.truth);
    assert.equal(manifest["dependencies"], undefined);
    assert.deepEqual(manifest["bin"], { [name]: "cli.mjs" });
    assert.ok(index.includes(`- \`${name}\`: ${expected.truth}\n`), "its line in README.md differs");
    assert.equal(read(folder, "agent.mjs"), agent, "its agent differs from honest/agent.mjs");
    assert.ok(read(folder, "cli.mjs").split("\n").length < 80);
  });

  test(`the specimen ${name} expects things in the audit's own words`, () => {
    const expected = JSON.parse(read(folder, "expected.json")) as Expected;
    const known: readonly string[] = [...FINDING_KINDS, ...DATA_CATEGORIES, ...CHANNEL_PROTOCOLS];
    const findings = [...expected.findings, ...(expected.environmentDependent ?? [])];
    const words = [
      ...expected.destinations.map(({ protocol }) => protocol),
      ...findings.flatMap(({ kind, data = [], protocol }) => [
        kind,
        ...data,
        ...(protocol ? [protocol] : []),
      ]),
    ];
    assert.deepEqual(
      words.filter((word) => !known.includes(word)),
      [],
    );
    const source =
      read(folder, "cli.mjs") + (name === "install-phase" ? read(folder, "postinstall.mjs") : "");
    for (const { host } of expected.destinations)
      assert.ok(source.includes(host.replace(/^[qt]\./, "")), `${host} is nowhere in its source`);
  });
}
