/**
 * `npm test`: every test, or the files named on the command line, after installing the Debian packages they
 * drive. What the tests need beyond what Plainwire needs: an independent packet capture and a browser.
 */
import { spawn } from "node:child_process";
import { accessSync, constants, globSync } from "node:fs";
import { delimiter, join } from "node:path";
import { UsageError } from "../src/model/errors.ts";
import { ensurePrerequisites, type MissingPrerequisite } from "../src/setup.ts";

const TESTS = ["src/**/*.test.ts", "tests/**/*.test.ts"];
/** No test runs this long; one that hangs must not hold up everything. */
const TIMEOUT_MS = 300_000;

const FOR_TESTS: MissingPrerequisite[] = [
  { name: "bwrap", debianPackage: "bubblewrap", why: "the closed lab's namespaces" },
  { name: "strace", debianPackage: "strace", why: "the processes, files and connections of the tool" },
  { name: "ip", debianPackage: "iproute2", why: "the lab's network" },
  { name: "nft", debianPackage: "nftables", why: "leading every port to the interceptor" },
  { name: "git", debianPackage: "git", why: "the repository the tool works in" },
  { name: "tcpdump", debianPackage: "tcpdump", why: "tests: a packet capture to check the audit against" },
  { name: "tshark", debianPackage: "tshark", why: "tests: reading that packet capture" },
  { name: "chromium", debianPackage: "chromium", why: "tests: opening the report as a person would" },
];

function isInstalled(program: string): boolean {
  return [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"].some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function runTests(files: string[]): Promise<number> {
  const args = ["--test", "--test-concurrency=2", `--test-timeout=${TIMEOUT_MS}`];
  const reporter = ["--test-reporter=./tools/reporter.ts", "--test-reporter-destination=stdout"];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...args, ...reporter, ...files], { stdio: "inherit" });
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

try {
  const say = (line: string) => console.error(`npm test: ${line}`);
  await ensurePrerequisites(
    FOR_TESTS.filter(({ name }) => !isInstalled(name)),
    { yes: true, say },
  );
  const named = process.argv.slice(2);
  process.exitCode = await runTests(named.length > 0 ? named : globSync(TESTS));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(`npm test: ${error.message}`);
  process.exitCode = 2;
}
