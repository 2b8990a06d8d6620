import assert from "node:assert/strict";
import { test } from "node:test";
import { openEvidenceBook } from "./evidence-book.ts";
import { sampleAudit } from "./sample-audit.testing.ts";
import { PLANTED } from "./sample-capture.testing.ts";

const { audit, source } = sampleAudit();
const flowOf = (canary: string) => audit.flows.find((flow) => flow.canary === canary)!;

test("a field in a compressed body is shown decoded, its value and not its name", () => {
  const book = openEvidenceBook(audit, source, 10_000);
  const [shown] = book.show(flowOf("remote").evidence, { pointer: "/events/0/repo", canary: "remote" });
  assert.deepEqual([shown!.excerpt!.form, shown!.excerpt!.hit], ["decoded", PLANTED.remote]);
});

test("evidence that reads the same in several sessions is shown once, and all sessions are named", () => {
  const book = openEvidenceBook(audit, source, 10_000);
  const shown = book.show(flowOf("token").evidence, { pointer: "/t" });
  assert.deepEqual(
    shown.map(({ evidence, alsoIn }) => [evidence.session, ...alsoIn]),
    [["baseline-1", "baseline-2", "baseline-3", "idle-1"]],
  );
  assert.equal(book.cited().length, 1);
});

test("what the budget does not allow is left out and counted", () => {
  const book = openEvidenceBook(audit, source, 100);
  const shown = audit.flows.flatMap((flow) => book.show(flow.evidence, flow));
  assert.equal(shown.filter(({ excerpt }) => excerpt === undefined).length, book.leftOut());
  assert.ok(book.leftOut() > 10);
});

test("a blob that cannot be read is said to be so, and the page still comes", () => {
  const readBlob = () => {
    throw new Error("blob was changed");
  };
  const book = openEvidenceBook(audit, { ...source, readBlob }, 10_000);
  assert.equal(book.show(flowOf("token").evidence, {})[0]!.problem, "blob was changed");
});

test("without event logs excerpts remain, heads are missing", () => {
  const book = openEvidenceBook(
    audit,
    { readBlob: (session, digest) => source.readBlob(session, digest) },
    10_000,
  );
  const [shown] = book.show(flowOf("token").evidence, { pointer: "/t" });
  assert.equal(shown!.excerpt!.hit, PLANTED.token);
  assert.deepEqual([book.hasEvents, shown!.cited!.event], [false, undefined]);
});
