import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { UsageError } from "../../model/errors.ts";
import { profileFor, profileForPackage, profiles } from "./index.ts";

test("every profile file is in the list, under the name of its file", () => {
  const files = readdirSync(import.meta.dirname).filter(
    (name) => name !== "index.ts" && !name.endsWith(".test.ts"),
  );
  assert.deepEqual(profiles.map(({ id }) => `${id}.ts`).sort(), files.sort());
});

test("ids and packages are given once", () => {
  const packages = profiles.flatMap((profile) => profile.packages);
  assert.equal(new Set(packages).size, packages.length);
  assert.equal(new Set(profiles.map(({ id }) => id)).size, profiles.length);
});

test("every launch carries the prompt, and only known placeholders", () => {
  for (const { id, headless, env } of profiles)
    for (const argv of [headless.first, headless.next]) {
      assert.ok(argv.includes("{prompt}"), id);
      for (const [hole] of [...argv, ...Object.values(env)].join(" ").matchAll(/\{\w+\}/g))
        assert.ok(["{prompt}", "{credential}"].includes(hole), `${id}: ${hole}`);
    }
});

test("secrets have a drawn part and say whom they are meant for", () => {
  for (const { id, credentials = [] } of profiles)
    for (const { shape, meantFor } of credentials) {
      assert.match(shape, /\{(hex|base62|digits):\d+\}/, id);
      assert.ok(meantFor.length > 0, id);
    }
});

test("a documented host names an address and a day, and a profile without any says so", () => {
  for (const { id, documented, unverified } of profiles) {
    assert.ok(documented.length > 0 || unverified.length > 0, id);
    for (const { source, date, host } of documented) {
      assert.match(source, /^https:\/\//, `${id} ${host}`);
      assert.match(date, /^\d{4}-\d{2}-\d{2}$/);
    }
  }
});

test("profiles are found by id and by package; an unknown id is the user's mistake", () => {
  const [first] = profiles;
  assert.equal(profileForPackage(first!.packages[0]!), first);
  assert.equal(profileForPackage("nobody-knows-it").id, "generic");
  assert.equal(profileFor("generic").id, "generic");
  assert.throws(() => profileFor("no-such"), UsageError);
});
