import assert from "node:assert/strict";
import { test } from "node:test";
import { importsOf, sourceFiles } from "./source-tree.ts";

/** The rooms that judge: the same capture gives the same findings on any machine, in any year. */
const STILL = ["model", "decode", "static", "analysis", "design", "report"];
const WITHOUT_FILES = ["model", "decode", "analysis", "design"];

const LIVE_MODULES =
  /^node:(net|tls|http|https|http2|dgram|dns|inspector|child_process|cluster|worker_threads|os|perf_hooks|timers|readline|repl|tty)(\/|$)/;

/** What would let a clock, chance, the machine or the network into a judgement. */
const LIVE_WORDS: [what: string, pattern: RegExp][] = [
  [
    "the clock",
    /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\b\s*\.|\bhrtime\b|\bTemporal\.Now\b/,
  ],
  ["a timer", /\b(setTimeout|setInterval|setImmediate)\s*\(/],
  ["chance", /\bMath\.random\b|\brandom(Bytes|UUID|Int|Fill|FillSync)\b|\bgetRandomValues\b/],
  ["the network", /(?<![.\w])fetch\(|\bnew (WebSocket|EventSource|XMLHttpRequest)\b/],
  [
    "the process",
    /\bprocess\.(env|argv|cwd|pid|platform|arch|exit|kill|on|version|memoryUsage|cpuUsage|getuid)\b/,
  ],
  [
    "the machine's locale or timezone",
    /\.localeCompare\(|\.toLocale[A-Z]\w*\(|\.getTimezoneOffset\(|\bIntl\./,
  ],
];

const files = sourceFiles().filter((file) => STILL.includes(file.room) && !file.isTest);

test("the still side imports nothing that is live", () => {
  const faults = files.flatMap((file) =>
    importsOf(file.code)
      .filter(({ specifier }) => {
        const isFile = /^node:fs(\/|$)/.test(specifier) && WITHOUT_FILES.includes(file.room);
        return LIVE_MODULES.test(specifier) || isFile;
      })
      .map(({ specifier }) => `${file.path} imports ${specifier}`),
  );
  assert.deepEqual(faults, []);
});

test("the still side asks no clock, no chance, no network and no process", () => {
  const faults = files.flatMap((file) =>
    LIVE_WORDS.flatMap(([what, pattern]) => {
      const found = pattern.exec(file.code);
      return found ? [`${file.path} asks ${what}: ${found[0]}`] : [];
    }),
  );
  assert.deepEqual(faults, []);
});

test("the search finds what it is there to find", () => {
  const samples = [
    "Date.now()",
    "setTimeout(f, 1)",
    "Math.random()",
    "await fetch(url)",
    "process.env.HOME",
    "a.localeCompare(b)",
  ];
  for (const [index, sample] of samples.entries()) assert.match(sample, LIVE_WORDS[index]![1]);
  assert.doesNotMatch("this.fetch(1); new Date(text)", LIVE_WORDS[3]![1]);
  assert.doesNotMatch("new Date(text)", LIVE_WORDS[0]![1]);
});
