import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import * as fc from "fast-check";
import { DATA_CATEGORIES } from "../model/vocabulary.ts";
import { standardScenario } from "./standard.ts";

const credentials = [
  { env: "VENDOR_API_KEY", shape: "vk-{base62:40}-{hex:8}{digits:4}", meantFor: ["api.vendor.net"] },
];
const draw = (seed: number) => standardScenario({ seed, idleMs: 0, credentials });
const anySeed = fc.integer({ min: 0, max: 2 ** 31 });

test("the same seed draws the same scenario, another seed another", () => {
  assert.deepEqual(draw(7), draw(7));
  const values = new Set(draw(7).canaries.flatMap(({ value, weak }) => (weak ? [] : [value])));
  for (const { value, id } of draw(8).canaries)
    assert.ok(!values.has(value), `${id} is the same for two seeds`);
});

test("for any seed, canaries are unique and none is part of another", () => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      const { canaries } = draw(seed);
      assert.equal(new Set(canaries.map(({ id }) => id)).size, canaries.length);
      for (const one of canaries)
        for (const other of canaries)
          if (one !== other)
            assert.ok(!other.value.includes(one.value), `${one.id} (${one.value}) is part of ${other.id}`);
    }),
    { numRuns: 60 },
  );
});

test("for any seed, nothing that is planted gives the lab away", () => {
  fc.assert(
    fc.property(anySeed, (seed) => {
      const { canaries, machine, files, env } = draw(seed);
      const shown = JSON.stringify([canaries.map(({ value }) => value), machine, files, env]);
      assert.doesNotMatch(shown, /canary|fake|dummy|plainwire|sandbox/i);
      for (const { value } of canaries) assert.doesNotMatch(value, /test|example/i);
    }),
    { numRuns: 60 },
  );
});

test("ids do not depend on the seed", () => {
  assert.deepEqual(
    draw(1).canaries.map(({ id }) => id),
    draw(2).canaries.map(({ id }) => id),
  );
});

test("every canary is where it says it is", () => {
  const { canaries, files, env, machine, prompts, pages, setUp } = draw(3);
  const elsewhere = JSON.stringify([env, machine, prompts, pages, setUp, files.map(({ path }) => path)]);
  for (const { id, value, path } of canaries) {
    if (path === undefined) assert.ok(elsewhere.includes(value) || inFiles(value), id);
    else if (id === "source:edit")
      assert.ok(prompts[0]!.steps.some(({ values }) => values.newText?.includes(value)));
    else
      assert.ok(files.find((file) => file.path === path)?.content.includes(value), `${id} is not in ${path}`);
  }
  function inFiles(value: string) {
    return files.some(({ content }) => content.includes(value));
  }
});

test("every category that can be planted is planted", () => {
  const planted = new Set(draw(1).canaries.map(({ data }) => data));
  // What a session makes by itself, what the machine is, and what needs a proxy or base URL to exist.
  const notPlanted = [
    "session-id",
    "os",
    "hardware",
    "proxy-config",
    "process-list",
    "usage-metrics",
    "error-report",
    "base-url",
    "derived-classification",
  ];
  assert.deepEqual(
    DATA_CATEGORIES.filter((data) => !planted.has(data)),
    notPlanted,
  );
});

test("credentials have the shape asked for, stand in the environment and say whom they are meant for", () => {
  const { env, canaries } = draw(5);
  assert.match(env.VENDOR_API_KEY!, /^vk-[0-9A-Za-z]{40}-[0-9a-f]{8}[0-9]{4}$/);
  const own = canaries.find(({ id }) => id === "auth:VENDOR_API_KEY")!;
  assert.deepEqual([own.value, own.meantFor], [env.VENDOR_API_KEY, ["api.vendor.net"]]);
  for (const { id, data, meantFor } of canaries)
    assert.equal(data === "credential", meantFor !== undefined, id);
});

test("the edit applies to the file, exactly once", () => {
  const { files, prompts } = draw(11);
  const { path, oldText, newText, content } = prompts[0]!.steps.find(
    ({ intent }) => intent === "edit-file",
  )!.values;
  const before = files.find((file) => file.path === path)!.content;
  assert.equal(before.split(oldText!).length, 2);
  assert.equal(before.replace(oldText!, newText!), content);
  assert.notEqual(before, content);
});

test("set-up gives a clean repository with a history, the same commits each time", () => {
  const commits = [1, 2].map(() => buildRepository(4));
  assert.match(commits[0]!.log, /^[0-9a-f]{40} Release to \w+\n/);
  assert.equal(commits[0]!.log.trim().split("\n").length, 4);
  assert.equal(commits[0]!.log, commits[1]!.log);
  assert.match(commits[0]!.status, /^## fix\/\w+\n\?\? notes-\w+\.txt\n$/);
});

/** Carries out the set-up of a seed in a fresh folder instead of the lab's home. */
function buildRepository(seed: number) {
  const root = mkdtempSync(join(tmpdir(), "scenario-"));
  try {
    const { files, setUp, machine } = draw(seed);
    for (const { path, content } of files) {
      mkdirSync(dirname(root + path), { recursive: true });
      writeFileSync(root + path, content);
    }
    const env = { PATH: process.env.PATH, HOME: root + machine.home };
    const git = (argv: string[]) => {
      const moved = argv.map((word) => (word === machine.workspace ? root + word : word));
      return execFileSync(moved[0]!, moved.slice(1), {
        env,
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      });
    };
    for (const argv of setUp) git(argv);
    return {
      log: git(["git", "-C", machine.workspace, "log", "--format=%H %s"]),
      status: git(["git", "-C", machine.workspace, "status", "--short", "--branch"]),
    };
  } finally {
    rmSync(root, { recursive: true });
  }
}
