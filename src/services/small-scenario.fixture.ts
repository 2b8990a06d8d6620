import type { Scenario } from "../model/scenario.ts";

/** A scenario of two prompts that is easy to read in a test. */
export const smallScenario: Scenario = {
  id: "small",
  seed: 1,
  machine: {
    hostname: "laptop",
    user: "u",
    fullName: "U",
    home: "/home/u",
    workspace: "/home/u/p",
    machineId: "0",
    interfaceName: "eth0",
    mac: "",
    ipv4: "",
    gatewayIpv4: "",
    ipv6: "",
    searchDomain: "",
    timezone: "UTC",
    locale: "C",
    shell: "/bin/sh",
  },
  files: [],
  setUp: [],
  env: {},
  pages: [{ url: "https://docs.rates.net/rounding", html: "<p>Rounded once.</p>" }],
  prompts: [
    {
      phase: "prompt",
      marker: "ABC-1",
      text: "ABC-1: please look",
      closing: "First is done.",
      steps: [
        { phase: "search", intent: "search-text", values: { pattern: "applyRate", description: "Looking." } },
        { phase: "read", intent: "read-file", values: { path: "/home/u/p/a.ts", description: "Reading." } },
        { phase: "command", intent: "run-command", values: { command: "cat VERSION" } },
        { phase: "fetch", intent: "fetch-url", values: { url: "https://docs.rates.net/rounding" } },
      ],
    },
    {
      phase: "second-prompt",
      marker: "ABC-2",
      text: "And ABC-2?",
      closing: "Second is done.",
      steps: [{ phase: "second-prompt", intent: "read-file", values: { path: "/home/u/p/b.ts" } }],
    },
  ],
  idleMs: 0,
  canaries: [],
};
