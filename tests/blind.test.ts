import assert from "node:assert/strict";
import { test } from "node:test";
import { profiles } from "../src/target/profiles/index.ts";
import type { Profile } from "../src/model/target.ts";
import { sourceFiles } from "./source-tree.ts";

/** The rooms that judge every tool by the same rules, tests included: what they know of a tool is data. */
const BLIND = ["analysis", "decode", "static", "design", "campaign"];

/** Words of titles and packages that are ordinary English, or name a technique rather than a product. */
const ORDINARY = new Set(
  "agent agents api app apps assistant auth base chat cli cloud code codes coder coding command console continue core data dev docs factory generic git google home host hub internal kind labs line local main model models node open package packages platform private profile prompt protocol public registry run server service services source static storage studio telemetry terminal tool tools unknown update version web www".split(
    " ",
  ),
);
const SHORTEST = 4;

/** What would give a product away: ids, package names, words of titles, the registered part of hosts. */
function namesIn(profile: Profile): string[] {
  const hosts = profile.documented.map(({ host }) => host.split(".").at(-2) ?? "");
  const texts = [profile.id, profile.title, ...profile.packages, ...hosts];
  const words = texts.flatMap((text) => text.toLowerCase().split(/[^a-z0-9]+/));
  return [...new Set(words)].filter((word) => word.length >= SHORTEST && !ORDINARY.has(word));
}

const names = [...new Set(profiles.flatMap(namesIn))];
const files = sourceFiles().filter((file) => BLIND.includes(file.room));

/** Names are searched as whole words in any case: `acme`, `Acme-Cli`, `acme.example`. */
function mentions(text: string, words: string[]): string[] {
  const present = new Set(text.toLowerCase().split(/[^a-z0-9]+/));
  return words.filter((word) => present.has(word));
}

test("no file that judges names a product or its maker", () => {
  assert.ok(names.length > 0, "the profiles name nothing: the search would find nothing");
  const faults = files.flatMap((file) => mentions(file.text, names).map((name) => `${file.path}: ${name}`));
  assert.deepEqual(faults, []);
});

test("no file that judges names a place, which could be the answer to a question it is asked", () => {
  const zones = Intl.supportedValuesOf("timeZone").filter((zone) => zone.includes("/"));
  const faults = files.flatMap((file) =>
    zones.filter((zone) => file.text.includes(zone)).map((zone) => `${file.path}: ${zone}`),
  );
  assert.deepEqual(faults, []);
});

test("a name is found in any case and not inside another word", () => {
  assert.deepEqual(mentions("const x = 'Acme-Cli'; // acmeology", ["acme", "acmeo"]), ["acme"]);
});
