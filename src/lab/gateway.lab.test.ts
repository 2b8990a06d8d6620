import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { openGateway } from "./gateway.ts";

async function runWorker(argv: string[]) {
  const lines: string[] = [];
  const scratchFolder = mkdtempSync(join(tmpdir(), "gateway-"));
  await using gateway = await openGateway({ argv, scratchFolder, onLine: (line) => lines.push(line) });
  return { ...(await gateway.exited), lines };
}

test("the worker has a loopback interface, no way out and nothing inherited", async () => {
  process.env["NODE_EXTRA_CA_CERTS"] = "/nowhere";
  const { lines, code } = await runWorker([
    "sh",
    "-c",
    "ls /sys/class/net >/dev/null; ip -o link | wc -l; ip route; env",
  ]);
  delete process.env["NODE_EXTRA_CA_CERTS"];
  assert.equal(code, 0);
  assert.equal(lines[0], "1");
  assert.ok(!lines.some((line) => /default|NODE_EXTRA/.test(line)), lines.join("\n"));
});

test("a worker that fails gives its code and what it said", async () => {
  const exit = await runWorker(["sh", "-c", "echo broken >&2; exit 3"]);
  assert.deepEqual([exit.code, exit.stderr], [3, "broken\n"]);
});

test("hard-coded addresses on odd ports reach the listener, which learns where they were meant to go", async () => {
  const worker = fileURLToPath(import.meta.resolve("./redirect-worker.testing.ts"));
  const { lines, stderr, code } = await runWorker([process.execPath, worker]);
  assert.equal(code, 0, stderr);
  assert.deepEqual(
    lines.map((line) => JSON.parse(line) as unknown),
    [
      { address: "93.184.215.14", port: 4711 },
      { address: "2606:2800:21f::99", port: 4712 },
      "loopback ECONNREFUSED",
    ],
  );
});
